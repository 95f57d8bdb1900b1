using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>Finds out whether a workspace, which continued jobs share, is used by more than one job.</summary>
internal static class WorkspaceUse
{
    /// <summary>Whether another job that is not over works, or may go on working, in the workspace of this one.</summary>
    public static bool IsShared(JobStore store, JobSpec spec) =>
        store.All().Any(id => id != spec.Id && id >= spec.WorkspaceOwner && Needs(store, id, spec.WorkspaceOwner));

    private static bool Needs(JobStore store, JobId id, JobId owner)
    {
        try
        {
            return store.ReadSpec(id).WorkspaceOwner == owner
                && !JobTransitions.IsFinal(JobHistory.Of(JournalReader.Read(store.State.Job(id).Journal).Entries).State);
        }
        catch (ErrandException)
        {
            // Its files are damaged: nothing can go on with it.
            return false;
        }
    }
}
