using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces;

/// <summary>A file of the user's tree that is ignored, so that no commit shows what becomes of it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Stamp">Its status when it was seen.</param>
/// <param name="IsInside">Whether a directory above it is ignored, such as that of build results; else its own name is.</param>
internal readonly record struct IgnoredFile(string Path, FileStamp Stamp, bool IsInside);
