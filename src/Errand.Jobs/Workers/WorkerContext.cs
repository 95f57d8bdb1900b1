using Errand.Core;
using Errand.Jobs.Models;

namespace Errand.Jobs.Workers;

/// <summary>Where and with what an attempt's worker runs. All paths are absolute.</summary>
public sealed record WorkerContext
{
    public required WorkerSpec Worker { get; init; }

    /// <summary>The root of the tree that the worker may change.</summary>
    public required string WorkspaceDirectory { get; init; }

    /// <summary>Where the worker starts: the workspace, or the requested directory in it.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The worker's HOME, kept for the life of the job so that its session survives; not above or below <see cref="TempDirectory"/>.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>The worker's TMPDIR; not above or below <see cref="HomeDirectory"/>. Exists.</summary>
    public required string TempDirectory { get; init; }

    /// <summary>The file that holds the prompt.</summary>
    public required string PromptFile { get; init; }

    public required JobMode Mode { get; init; }

    /// <summary>What holds the worker. Default nothing.</summary>
    public SandboxKind Sandbox { get; init; }

    /// <summary>The job's gateway, for a worker that uses it; else null.</summary>
    public ModelEndpoint? Gateway { get; init; }

    /// <summary>The variables of the user's own environment: for PATH, for the names in <see cref="WorkerSpec.PassEnv"/> and for keys, and for nothing else.</summary>
    public required IReadOnlyDictionary<string, string> UserEnvironment { get; init; }

    /// <summary>The user's own home, for a worker that uses its own login.</summary>
    public required string UserHomeDirectory { get; init; }

    /// <summary>Variables that every process of the job carries, such as the marker by which leftovers are found.</summary>
    public required IReadOnlyDictionary<string, string> JobVariables { get; init; }
}
