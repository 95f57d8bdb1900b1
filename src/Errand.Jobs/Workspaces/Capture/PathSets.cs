namespace Errand.Jobs.Workspaces.Capture;

/// <summary>Questions about sets of paths.</summary>
internal static class PathSets
{
    /// <summary>Whether the set holds the path or a directory above it; an empty path is the root.</summary>
    public static bool HasPathOrParent(this HashSet<string> paths, string path)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = paths.GetAlternateLookup<ReadOnlySpan<char>>();
        for (ReadOnlySpan<char> part = path; part.Length > 0; part = part[..Math.Max(0, part.LastIndexOf('/'))])
        {
            if (lookup.Contains(part))
                return true;
        }

        return paths.Contains("");
    }
}
