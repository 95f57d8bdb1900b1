namespace Errand.Jobs.Git;

/// <summary>A file, link or submodule of a tree.</summary>
/// <param name="Path">Its path in the form of <see cref="GitPath"/>.</param>
/// <param name="Mode">Its mode, one of <see cref="FileModes"/>.</param>
/// <param name="Id">The object's full name in lower-case hexadecimal digits.</param>
internal readonly record struct TreeEntry(string Path, int Mode, string Id);
