using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>Counts the names that files have in a tree, ignored directories included.</summary>
internal static class LinkNames
{
    private const int Deepest = 200;

    /// <summary>By inode. What cannot be read or lies too deep is not counted.</summary>
    public static Dictionary<ulong, uint> Count(OpenDirectory root, HashSet<ulong> inodes)
    {
        var counts = new Dictionary<ulong, uint>();
        CountBelow(root, inodes, counts, depth: 0);
        return counts;
    }

    private static void CountBelow(OpenDirectory directory, HashSet<ulong> inodes, Dictionary<ulong, uint> counts, int depth)
    {
        foreach (DirectoryItem item in directory.Read())
        {
            if (item.Status.IsFile && inodes.Contains(item.Status.Inode))
                counts[item.Status.Inode] = counts.GetValueOrDefault(item.Status.Inode) + 1;
            else if (item.Status.IsDirectory && depth < Deepest)
                TryCountBelow(directory, item.Name, inodes, counts, depth + 1);
        }
    }

    private static void TryCountBelow(OpenDirectory parent, string name, HashSet<ulong> inodes, Dictionary<ulong, uint> counts, int depth)
    {
        try
        {
            using OpenDirectory child = parent.OpenChild(name);
            CountBelow(child, inodes, counts, depth);
        }
        catch (FileFault)
        {
            // Names that nobody can read explain nothing.
            return;
        }
    }
}
