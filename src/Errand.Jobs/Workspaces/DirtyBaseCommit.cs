namespace Errand.Jobs.Workspaces;

/// <summary>The user's uncommitted state as a commit.</summary>
/// <param name="Commit">Its full name.</param>
/// <param name="Warnings">What could not be taken along.</param>
internal sealed record DirtyBaseCommit(string Commit, IReadOnlyList<string> Warnings);
