namespace Errand.Core;

/// <summary>Reads a <c>PATH</c> for programs that run where others can write.</summary>
public static class SearchPath
{
    private const string Default = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The absolute directories of a PATH; the usual ones if there are none.</summary>
    /// <param name="path">The variable's value. Empty and relative entries mean the working directory, and that is the repository's.</param>
    public static string Absolute(string? path)
    {
        string absolute = string.Join(':', (path ?? "").Split(':').Where(Path.IsPathRooted));
        return absolute.Length > 0 ? absolute : Default;
    }
}
