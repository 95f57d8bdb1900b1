using Errand.Core;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>What a worker made, safe in a commit.</summary>
public sealed record CapturedWork
{
    /// <summary>The base commit; the empty tree's name when the repository has no commit yet.</summary>
    public required string Base { get; init; }

    /// <summary>The commit that holds the work; its parent is the base.</summary>
    public required string Commit { get; init; }

    /// <summary>Its tree: what is verified and delivered.</summary>
    public required string Tree { get; init; }

    /// <summary>What changed, in git's order; renames have both sides.</summary>
    public required IReadOnlyList<FileChange> Files { get; init; }

    /// <summary>What was found on disk that may not be, or could not be captured.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Things that the receipt should mention.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What became of ignored files in the user's tree, which no commit shows; empty for a clone.</summary>
    public IReadOnlyList<IgnoredChange> Ignored { get; init; } = [];

    /// <summary>Absolute path of the patch from the base to the commit, for <c>git apply</c>.</summary>
    public required string PatchFile { get; init; }

    /// <summary>Whether the user's repository holds the commit. False = only Errand's own git directory does, and a warning says why.</summary>
    public required bool IsInUserRepository { get; init; }
}
