using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Models;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Supervision;

/// <summary>One run of a worker's program: what it is given, and who is told of it.</summary>
internal sealed record WorkerTurn
{
    public required JobSpec Spec { get; init; }

    public required WorkerContext Context { get; init; }

    public required WorkerLaunch Launch { get; init; }

    /// <summary>Reads what the program prints.</summary>
    public required IWorkerOutput Output { get; init; }

    public required PreparedWorkspace Workspace { get; init; }

    /// <summary>Where alone it may write; null = wherever the workspace allows.</summary>
    public WritablePlaces? Places { get; init; }

    public required ISandbox Sandbox { get; init; }

    /// <summary>Serves its calls; null = it calls its model by itself.</summary>
    public IModelSession? Models { get; init; }

    /// <summary>Where what it prints is kept.</summary>
    public required AttemptPaths Files { get; init; }

    public required Redactor Redactor { get; init; }

    public required EventFeed Feed { get; init; }

    public required JobStatus Status { get; init; }

    /// <summary>The session that is known already; null = none is.</summary>
    public string? Session { get; init; }

    /// <summary>Told of another session, and of the process.</summary>
    public Action<JournalEntry> Note { get; init; } = _ => { };
}
