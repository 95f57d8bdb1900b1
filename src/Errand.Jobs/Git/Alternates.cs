using System.Text;

namespace Errand.Jobs.Git;

/// <summary>How git wants the paths of further object stores written.</summary>
internal static class Alternates
{
    /// <summary>The content of <c>objects/info/alternates</c>.</summary>
    public static byte[] File(IEnumerable<string> objectDirectories) =>
        Encoding.UTF8.GetBytes(string.Concat(objectDirectories.Select(path => Quote(path, '\n') + "\n")));

    /// <summary>A path as one item of a list; quoted only where it must be, since git takes a leading quote for quoting.</summary>
    public static string Quote(string path, char separator) =>
        path.Contains(separator, StringComparison.Ordinal) || path.StartsWith('"') || path.StartsWith('#')
            ? Encoding.UTF8.GetString(GitPath.Quote(path))
            : path;
}
