using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>A file or link on disk that belongs to the work: it is in the base, or it is new and not ignored.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Status">Its status when it was found.</param>
/// <param name="Base">What the base has at that path; null = nothing.</param>
internal readonly record struct FoundEntry(string Path, FileStatus Status, TreeEntry? Base);
