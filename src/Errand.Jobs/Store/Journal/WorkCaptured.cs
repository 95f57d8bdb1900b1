using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What the worker made is safe: a commit holds it.</summary>
/// <param name="Base">The base commit.</param>
/// <param name="Commit">The commit that holds the work.</param>
/// <param name="Tree">Its tree: what checks run on and what is delivered.</param>
/// <param name="Files">What changed.</param>
/// <param name="Violations">What may not be, found on the files themselves; scope is judged later.</param>
public sealed record WorkCaptured(
    string Base,
    string Commit,
    string Tree,
    IReadOnlyList<FileChange> Files,
    IReadOnlyList<Violation> Violations) : JournalEntry;
