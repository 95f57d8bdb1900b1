using Errand.Core;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>How a tree on disk differs from the base.</summary>
/// <param name="Changed">Files and links that are new or differ in content, mode or kind.</param>
/// <param name="Deleted">Paths of the base that are gone.</param>
/// <param name="Violations">What may not be, or is not captured.</param>
/// <param name="Warning">What the receipt should mention; null = nothing.</param>
internal sealed record ScannedWork(IReadOnlyList<FoundEntry> Changed, IReadOnlyList<string> Deleted, IReadOnlyList<Violation> Violations, string? Warning)
{
    /// <summary>What became of ignored files in the user's tree.</summary>
    public IReadOnlyList<IgnoredChange> Ignored { get; init; } = [];
}
