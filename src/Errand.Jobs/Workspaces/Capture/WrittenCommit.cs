namespace Errand.Jobs.Workspaces.Capture;

/// <summary>A commit that was written.</summary>
/// <param name="Commit">Its full name.</param>
/// <param name="Tree">Its tree's full name.</param>
internal readonly record struct WrittenCommit(string Commit, string Tree);
