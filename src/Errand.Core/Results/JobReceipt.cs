namespace Errand.Core;

/// <summary>Everything a program is told about a job: <c>errand show ID --json</c> and <c>receipt.json</c>. docs/receipt.md lists the fields.</summary>
public sealed record JobReceipt
{
    public required JobId Id { get; init; }
    public string? Label { get; init; }
    public required JobState State { get; init; }

    /// <summary>The blocked class, what a waiting job waits for, or why it was cancelled; snake_case.</summary>
    public string? Class { get; init; }

    /// <summary>A sentence for the last transition: what happened and what to do next.</summary>
    public string? Reason { get; init; }

    /// <summary>Null until the work was judged.</summary>
    public Verdict? Verdict { get; init; }

    public required string Worker { get; init; }
    public required string Tier { get; init; }

    /// <summary>The model that the worker reported, else the one that was asked for.</summary>
    public string? Model { get; init; }

    public required IsolationKind Isolation { get; init; }

    /// <summary>The current attempt's number, from 1; 0 before the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>Wall time of all attempts from start to judgement, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The worker's own session.</summary>
    public string? SessionId { get; init; }

    /// <summary>The base commit.</summary>
    public string? Base { get; init; }

    /// <summary>The commit that holds the work, reachable by <c>refs/errand/jobs/ID</c>.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch that accepting made.</summary>
    public string? Branch { get; init; }

    public IReadOnlyList<FileChange> Files { get; init; } = [];
    public IReadOnlyList<Violation> Violations { get; init; } = [];
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>The worker's last words, cut to 2,000 characters: its claim, not a finding.</summary>
    public string? Claim { get; init; }

    public ModelUsage? Usage { get; init; }

    /// <summary>Null when no price is known.</summary>
    public decimal? CostUsd { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether a supervisor is at work on the job right now.</summary>
    public required bool Alive { get; init; }

    /// <summary>Seconds since the worker's last sign of life; null when no worker runs.</summary>
    public double? LastEventSeconds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the job reached its present state.</summary>
    public required DateTimeOffset StateAt { get; init; }

    /// <summary>The repository's root.</summary>
    public required string Repository { get; init; }

    /// <summary>The worker's working directory while it exists.</summary>
    public string? Workspace { get; init; }
}
