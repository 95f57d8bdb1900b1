using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>Names as the kernel takes them.</summary>
internal static class FileName
{
    /// <summary>The bytes of a path in the form of <see cref="GitPath"/>, ended by a NUL.</summary>
    public static byte[] Bytes(string path) => [.. GitPath.Encode(path), 0];
}
