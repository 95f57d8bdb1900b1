namespace Errand.Core;

/// <summary>What a host asks for, as it came in: nothing is resolved or validated yet.</summary>
public sealed record JobRequest
{
    /// <summary>The work to do, in the host's words; 1 character to 2 MiB of UTF-8.</summary>
    public required string Task { get; init; }

    /// <summary>A directory inside the repository to work on; absolute.</summary>
    public required string Cwd { get; init; }

    /// <summary>A worker's name from the configuration; null = the tier's or the default worker.</summary>
    public string? Worker { get; init; }

    /// <summary>A tier's name: fast, think, auto or one of the configuration's own; null = auto.</summary>
    public string? Tier { get; init; }

    /// <summary>A short name for people: 1 to 64 letters, digits, <c>.</c>, <c>_</c>, <c>/</c> or <c>-</c>.</summary>
    public string? Label { get; init; }

    /// <summary>Globs, relative to the repository's root, that the job may change; empty = everything that is not denied.</summary>
    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <summary>Whether the sandbox lets the worker write within the scope only, so that another write fails at once. Null = the configured default (no).</summary>
    public bool? Strict { get; init; }

    /// <summary>Globs that the job may not change; deny beats scope.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>What the work must keep to; each one line of 1 to 4,096 characters, 50 at most.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>What the work must come to, in words; each one line of 1 to 4,096 characters, 50 at most. What a command can prove is a check.</summary>
    public IReadOnlyList<string> Criteria { get; init; } = [];

    /// <summary>Checks of the work; <see cref="CheckSpec.Auto"/> stands for the repository's own test commands.</summary>
    public IReadOnlyList<CheckSpec> Checks { get; init; } = [];

    /// <summary>Checks that the worker is never told of.</summary>
    public IReadOnlyList<CheckSpec> HiddenChecks { get; init; } = [];

    /// <summary>A directory whose files are laid over the tree that hidden checks run on, an absolute path; null = none. At most 1,000 files and 64 MiB.</summary>
    public string? HiddenFiles { get; init; }

    /// <summary>What the job may change of that which judges it.</summary>
    public IReadOnlyList<ProtectedClass> Allow { get; init; } = [];
    /// <summary>Whether the worker shall report under the headings Summary, Tests and Files Changed, and is asked once to complete a report that lacks one. Null = the configured default (no).</summary>
    public bool? Report { get; init; }

    /// <summary>How often Errand itself sends failed work back to its worker, 0 to 10; these count as reworks. Null = the configured default (0).</summary>
    public int? Revise { get; init; }

    /// <summary>A command that puts in place what the repository does not hold, 1 to 16,384 characters; null = as configured for the repository.</summary>
    public string? Setup { get; init; }

    /// <summary>A command that must succeed on the base before the worker begins, 1 to 16,384 characters; null = as configured for the repository.</summary>
    public string? Probe { get; init; }

    /// <summary>Whether another model reads the work when it has passed its checks. Default false.</summary>
    public bool Review { get; init; }

    public JobMode Mode { get; init; } = JobMode.Write;

    /// <summary>A revision to start from, or <c>dirty</c> for the user's uncommitted state; null = HEAD.</summary>
    public string? Base { get; init; }

    /// <summary>Null = the configured default.</summary>
    public IsolationKind? Isolation { get; init; }

    /// <summary>An ended job whose worker session and workspace this one goes on with.</summary>
    public string? Continue { get; init; }

    public ApplyMode Apply { get; init; } = ApplyMode.Manual;

    /// <summary>Longest time for one attempt's worker, 1 s to 24 h; null = the configured default (1 h).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Longest silence of the worker while it uses no CPU, 1 s to 24 h; null = the configured default (10 min).</summary>
    public TimeSpan? StallTimeout { get; init; }

    /// <summary>Idempotency key, 1 to 200 printable ASCII characters: a second start with it gives the first one's job.</summary>
    public string? Key { get; init; }

    /// <summary>What the job may spend on models; null = the configured default, which is no limit.</summary>
    public Budget? Budget { get; init; }
}
