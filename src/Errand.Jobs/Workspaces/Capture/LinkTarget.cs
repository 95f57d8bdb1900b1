using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>Whether a symbolic link leads out of the tree.</summary>
internal static class LinkTarget
{
    /// <summary>Judges by the text alone; a way that goes through other links needs the kernel.</summary>
    public static bool LeadsOut(string linkPath, string target)
    {
        if (target.StartsWith('/'))
            return true;

        int depth = GitPath.DirectoryOf(linkPath) is { Length: > 0 } directory ? directory.Split('/').Length : 0;
        foreach (string name in target.Split('/'))
        {
            depth += name switch
            {
                "" or "." => 0,
                ".." => -1,
                _ => 1,
            };
            if (depth < 0)
                return true;
        }

        return false;
    }
}
