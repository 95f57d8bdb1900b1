namespace Errand.Jobs.Workspaces.Files;

/// <summary>An entry of a directory.</summary>
/// <param name="Name">Its name in the form of <see cref="Git.GitPath"/>.</param>
/// <param name="Status">Its status; a link's own, not its target's.</param>
internal readonly record struct DirectoryItem(string Name, FileStatus Status);
