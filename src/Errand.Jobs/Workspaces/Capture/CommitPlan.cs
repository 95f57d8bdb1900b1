using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>A commit to write.</summary>
internal sealed record CommitPlan
{
    /// <summary>The ref that it is the tip of.</summary>
    public required string Name { get; init; }

    /// <summary>A second ref; null = none.</summary>
    public string? OtherName { get; init; }

    /// <summary>Its parent, whose tree the changes apply to; null = it has none.</summary>
    public required string? Parent { get; init; }

    public required string Message { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whether nothing of the parent's tree stays.</summary>
    public bool ReplacesAll { get; init; }

    /// <summary>Paths to delete, before anything is put.</summary>
    public IReadOnlyList<string> Deleted { get; init; } = [];

    /// <summary>Entries to put.</summary>
    public IReadOnlyList<TreeEntry> Put { get; init; } = [];
}
