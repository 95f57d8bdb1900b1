using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Everything a program is told about a job: <c>errand show ID --json</c> and <c>receipt.json</c>. docs/receipt.md lists the fields.</summary>
public sealed record JobReceipt
{
    /// <summary>The job.</summary>
    public required JobId Id { get; init; }
    /// <summary>The short name that the host gave it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Label { get; init; }
    /// <summary>Where the job is in its life.</summary>
    public required JobState State { get; init; }

    /// <summary>Why the job is blocked, what it waits for, or why it was cancelled; docs/job-lifecycle.md lists the words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Class { get; init; }

    /// <summary>A sentence for the last transition: what happened and what to do next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Reason { get; init; }

    /// <summary>What Errand found out about the work; nothing until it was judged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Verdict? Verdict { get; init; }

    /// <summary>The worker's name in the configuration.</summary>
    public required string Worker { get; init; }
    /// <summary>The tier that was asked for.</summary>
    public required string Tier { get; init; }

    /// <summary>The model that the worker reported, else the one that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Model { get; init; }

    /// <summary>Where the attempts work.</summary>
    public required IsolationKind Isolation { get; init; }

    /// <summary>What held the latest attempt's worker; nothing before the first.</summary>
    public SandboxKind? Sandbox { get; init; }

    /// <summary>What that sandbox showed of the network; nothing without a sandbox.</summary>
    public SandboxNetwork? Network { get; init; }

    /// <summary>The current attempt's number, from 1; 0 before the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it was sent back with rework, by its host or by Errand itself.</summary>
    public int Reworks { get; init; }

    /// <summary>How often it may be sent back.</summary>
    public int MostReworks { get; init; } = 3;

    /// <summary>Whether verified work was to be applied unasked. It was not if the job is in review and verified all the same; <c>reason</c> says why.</summary>
    public ApplyMode Apply { get; init; }

    /// <summary>Wall time of all attempts from start to judgement, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The name that the worker gave its session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SessionId { get; init; }

    /// <summary>The commit that the work started from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Base { get; init; }

    /// <summary>The commit that holds the work, reachable by <c>refs/errand/jobs/ID</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Commit { get; init; }

    /// <summary>The branch that accepting made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Branch { get; init; }

    /// <summary>What changed against the base, ordered by path.</summary>
    public IReadOnlyList<FileChange> Files { get; init; } = [];
    /// <summary>What the job was not allowed to do.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
    /// <summary>The paths that were changed outside the scope and have to be decided about: widen the scope, drop them, or have them taken back by rework.</summary>
    public IReadOnlyList<string> Boundary { get; init; } = [];
    /// <summary>What the attempt came to; nothing until it was judged, and where nothing changed and the worker does not say why.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JobOutcome? Outcome { get; init; }
    /// <summary>What looks unfinished or dishonest about the work, the gravest first; 50 at most.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
    /// <summary>What looks like a secret in the lines that the change adds, at most 100; `verified` is not given while a vendor's rule names one.</summary>
    public IReadOnlyList<SecretFinding> Secrets { get; init; } = [];
    /// <summary>What each check showed, in the order in which they ran.</summary>
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>What changed of tests, CI, configuration and lock files, which the judging takes from the base unless the job allows the change.</summary>
    public IReadOnlyList<ProtectedChange> Protected { get; init; } = [];

    /// <summary>What another model said about the work; nothing where it was not asked for, or not reached yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Review? Review { get; init; }

    /// <summary>The worker's last words, cut to 2,000 characters: its claim, not a finding.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Claim { get; init; }

    /// <summary>Tokens of all attempts; nothing when the worker does not count them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ModelUsage? Usage { get; init; }

    /// <summary>What the tokens cost in US dollars; nothing when no price in dollars is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public decimal? CostUsd { get; init; }

    /// <summary>What the tokens cost by the configured prices, by currency; empty when no price is known.</summary>
    public IReadOnlyList<MoneyAmount> Cost { get; init; } = [];

    /// <summary>Calls to models, failed ones included; nothing when nobody counted them.</summary>
    public long? Calls { get; init; }

    /// <summary>Whether the gateway counted the usage, or it is the worker's own word; nothing without usage.</summary>
    public Metering? Metering { get; init; }

    /// <summary>What the job may spend, raises included; nothing when it is not limited.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Sentences about things that went otherwise than expected without stopping the job.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether a supervisor is at work on the job right now.</summary>
    public required bool Alive { get; init; }

    /// <summary>Seconds since the worker's last sign of life; nothing when no worker runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? LastEventSeconds { get; init; }

    /// <summary>When the job was started by its host.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the job reached its present state.</summary>
    public required DateTimeOffset StateAt { get; init; }

    /// <summary>The repository's root, an absolute path.</summary>
    public required string Repository { get; init; }

    /// <summary>Where the private tree is on disk while it exists, an absolute path; of an overlay the directory that its parts are in, with the changed files in <c>upper</c>.</summary>
    public string? Workspace { get; init; }
}
