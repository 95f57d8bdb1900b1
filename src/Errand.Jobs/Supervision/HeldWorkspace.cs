using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Supervision;

/// <summary>A workspace that no other job can use until this is disposed.</summary>
/// <param name="Workspace">The workspace, with its own locks.</param>
/// <param name="Held">The lock among the jobs that share a workspace.</param>
/// <param name="Still">The lock on the user's tree where the workspace itself has not taken it; null = it has, or none is needed.</param>
internal sealed record HeldWorkspace(PreparedWorkspace Workspace, FileLock Held, InplaceLock? Still) : IDisposable
{
    public void Dispose()
    {
        Workspace.Dispose();
        Still?.Dispose();
        Held.Dispose();
    }
}
