namespace Errand.Core;

/// <summary>A job as it was started: the request with everything resolved. Written once as <c>spec.json</c>, never changed.</summary>
public sealed record JobSpec
{
    /// <summary>Version of this form; 1.</summary>
    public int Format { get; init; } = 1;

    public required JobId Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who asked, such as <c>cli</c> or the MCP host's <c>clientInfo.name</c>; shown, never trusted.</summary>
    public required string Host { get; init; }

    public required string Task { get; init; }

    public string? Label { get; init; }

    public required string Tier { get; init; }

    public required WorkerSpec Worker { get; init; }

    public required RepositorySpec Repository { get; init; }

    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <summary>Whether the sandbox keeps the worker from writing anywhere else.</summary>
    public bool Strict { get; init; }

    public IReadOnlyList<string> Deny { get; init; } = [];

    public IReadOnlyList<string> Constraints { get; init; } = [];

    public IReadOnlyList<string> Criteria { get; init; } = [];

    public IReadOnlyList<CheckSpec> Checks { get; init; } = [];

    /// <summary>Checks that the worker is never told of.</summary>
    public IReadOnlyList<CheckSpec> HiddenChecks { get; init; } = [];

    /// <summary>What the job may change of that which judges it.</summary>
    public IReadOnlyList<ProtectedClass> Allow { get; init; } = [];
    /// <summary>What makes the tree ready.</summary>
    public SetupSpec Setup { get; init; } = new();

    /// <summary>Whether the worker shall report in three parts, and is asked once for those that are missing.</summary>
    public bool Report { get; init; }

    /// <summary>How often Errand itself sends failed work back; 0 = never.</summary>
    public int Revise { get; init; }

    /// <summary>Reworks that the job may have, those of Errand itself included; null = 3.</summary>
    public int? Reworks { get; init; }

    /// <summary>Who gives a second opinion of work that is not failed already; null = nobody.</summary>
    public ReviewSpec? Review { get; init; }

    public required JobMode Mode { get; init; }

    public required IsolationKind Isolation { get; init; }

    /// <summary>Whether the request named the isolation; what it did not ask for need not be explained when it is not to be had.</summary>
    public bool IsolationAsked { get; init; }

    /// <summary>The job whose work this one goes on with.</summary>
    public JobId? Continue { get; init; }

    /// <summary>The session of that job's worker, with which the first attempt goes on; null = there is none, or the worker is another one.</summary>
    public WorkerSession? Session { get; init; }

    /// <summary>The job in whose directory the workspace and the worker's home are: this one, or the first of those that it continues.</summary>
    public required JobId WorkspaceOwner { get; init; }

    public required ApplyMode Apply { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required TimeSpan StallTimeout { get; init; }

    public string? Key { get; init; }

    /// <summary>What the job may spend on models before it waits for more; null = not limited by the job.</summary>
    public Budget? Budget { get; init; }
}
