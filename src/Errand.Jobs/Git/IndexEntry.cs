namespace Errand.Jobs.Git;

/// <summary>An entry of a git index.</summary>
/// <param name="Path">Its path in the form of <see cref="GitPath"/>.</param>
/// <param name="Mode">Its mode, one of <see cref="FileModes"/>.</param>
/// <param name="Id">The object's full name.</param>
/// <param name="Flags">The flags that carry meaning: stage, assume-valid, skip-worktree and intent-to-add, in git's own bits.</param>
/// <param name="Stamp">The file's status when the entry was written.</param>
internal readonly record struct IndexEntry(string Path, int Mode, string Id, int Flags, FileStamp Stamp);
