using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Sandbox.Landlock;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Supervision;

/// <summary>What a job asks of its sandbox, and what its reader should know of the one that it gets.</summary>
internal static class SandboxTerms
{
    /// <summary>Landlock can open a tree but not close a part of it again, and the user's own git directory is in the user's tree.</summary>
    /// <exception cref="ErrandException">ERR5007: the sandbox cannot hold a worker in this workspace.</exception>
    public static void Require(PreparedWorkspace workspace, ISandbox sandbox)
    {
        if (workspace.Isolation == IsolationKind.Inplace && sandbox.Kind == SandboxKind.Landlock)
        {
            throw new ErrandException(
                ErrorCatalog.SandboxMissing,
                "Landlock, the only sandbox that works here, cannot protect the `.git` of your own tree from a worker in place. Give the job a checkout, or set `isolation.minimum` and `isolation.maximum` to \"none\".");
        }
    }

    /// <summary>Where the sandbox lets a strict job write; null = nothing keeps it to that.</summary>
    public static WritablePlaces? PlacesOf(SupervisedJob job, PreparedWorkspace workspace, ISandbox sandbox) => !job.Spec.Strict || sandbox.Kind == SandboxKind.None
        ? null
        : WritablePlaces.Of(ScopeRules.Parse(BoundaryItems.ScopeOf(job.Spec, job.History), [], job.Spec.Repository.Root), workspace);

    /// <summary>What the worker should know of its tree.</summary>
    public static TreeLimits LimitsOf(SupervisedJob job, PreparedWorkspace workspace, WritablePlaces? places)
    {
        bool keepsDirectories = job.Spec.Mode == JobMode.Write && workspace.Layers is { } layers && !Covers(job, layers);
        return new TreeLimits(places is { IsAll: false } ? places.Where : null, keepsDirectories);
    }

    /// <summary>A hint is not worth an attempt: what an earlier one has shut is not looked into.</summary>
    private static bool Covers(SupervisedJob job, WorkspaceLayers layers)
    {
        try
        {
            return ScopeSeed.Covers(ScopeRules.Relative(BoundaryItems.ScopeOf(job.Spec, job.History), job.Spec.Repository.Root), layers);
        }
        catch (FileFault)
        {
            return false;
        }
    }

    /// <summary>Notes for the receipt what the sandbox does not do.</summary>
    public static void Note(SupervisedJob job, ISandbox sandbox, WritablePlaces? places)
    {
        string?[] warnings =
        [
            job.Spec.Strict && places is null ? "The scope is judged afterwards and not enforced: there is no sandbox." : places?.Warning,
            sandbox.Kind == SandboxKind.Landlock ? LandlockSandbox.Weakness : null,
        ];
        foreach (string warning in warnings.OfType<string>().Except(job.History.Warnings))
            job.Journal.Append(new WarningNoted(warning));
    }
}
