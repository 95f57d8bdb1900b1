using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Setups;

namespace Errand.Jobs.Workspaces;

/// <summary>A workspace that is ready to be worked in. Disposing it lets go of its lock and removes nothing.</summary>
public sealed class PreparedWorkspace : IDisposable
{
    private readonly IDisposable? held;

    internal PreparedWorkspace(string root, string workingDirectory, string baseName, WorkspaceRecord record, JobRepository repository, bool isReused, IReadOnlyList<string> warnings, IDisposable? held)
    {
        Root = root;
        WorkingDirectory = workingDirectory;
        Base = baseName;
        Record = record;
        Repository = repository;
        IsReused = isReused;
        Warnings = warnings;
        this.held = held;
    }

    /// <summary>The root of the tree; of an overlay, that of the files that the worker changed.</summary>
    public string Root { get; }

    /// <summary>Where the worker starts, as it sees it: the requested directory in the tree, or the root where the base has no such directory.</summary>
    public string WorkingDirectory { get; }

    /// <summary>The commit that the work is compared with; the empty tree's name when the repository has no commit yet.</summary>
    public string Base { get; }

    /// <summary>Errand's own git directory for the job.</summary>
    public JobRepository Repository { get; }

    public IsolationKind Isolation => Record.Isolation;

    /// <summary>Whether an earlier attempt's workspace goes on as it is.</summary>
    public bool IsReused { get; }

    /// <summary>Things that the receipt should mention, such as submodules that were left empty.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The overlay's layers, when the tree is whole only while the sandbox mounts it; null = it is on disk.</summary>
    internal WorkspaceLayers? Layers { get; init; }

    /// <summary>What a setup made for the base, which checks find in their trees too; null = the job has no setup.</summary>
    internal SetupOutputs? Outputs { get; private init; }

    /// <summary>How a sandbox shows the overlay; null = the tree is on disk, and shown at its own path.</summary>
    internal OverlayView? View { get; init; }

    /// <summary>The root of the tree as its worker sees it.</summary>
    public string Shown => View?.Target ?? Root;

    /// <summary>The git directory that the worker finds in its private tree.</summary>
    internal string WorkerGit => View?.GitDirectory ?? Path.Combine(Root, ".git");

    internal WorkspaceRecord Record { get; }

    /// <summary>The base as a parent; null = there is none.</summary>
    internal string? BaseCommit => Base == Record.Format.EmptyTree() ? null : Base;

    /// <summary>The same workspace compared with another base; it takes over the lock.</summary>
    internal PreparedWorkspace Rebased(WorkspaceRecord record) => new(Root, WorkingDirectory, record.Base, record, Repository, IsReused, Warnings, held) { Layers = Layers, View = View, Outputs = Outputs };

    /// <summary>The same workspace with what a setup gave; it takes over the lock.</summary>
    internal PreparedWorkspace Furnished(WorkspaceRecord record, OverlayView? view, SetupOutputs outputs) =>
        new(Root, WorkingDirectory, Base, record, Repository, IsReused, Warnings, held) { Layers = Layers, View = view, Outputs = outputs };

    /// <summary>A copy of its files elsewhere, which is nobody's checkout; it holds no lock.</summary>
    internal PreparedWorkspace CopiedTo(string root) =>
        new(root, Workspaces.WorkingDirectory.Find(root, Repository.User).Path, Base, Record with { Isolation = IsolationKind.Checkout }, Repository, isReused: false, [], held: null);

    public void Dispose()
    {
        held?.Dispose();
        Outputs?.Held?.Dispose();
    }
}
