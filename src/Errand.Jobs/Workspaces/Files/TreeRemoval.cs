namespace Errand.Jobs.Workspaces.Files;

/// <summary>
/// Removes a directory with everything in it: names that are no UTF-8, directories that their owner made read-only, trees so deep that no path
/// reaches their end, links (never what they lead to).
/// </summary>
internal static class TreeRemoval
{
    /// <summary>Deeper ones are moved up before they are entered, since each level keeps a descriptor open.</summary>
    private const int DeepestDescent = 200;

    private const int OwnerRights = 0x1C0;

    /// <summary>Removes the tree; one that is not there is no fault.</summary>
    /// <exception cref="FileFault">Something cannot be removed.</exception>
    public static void Remove(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return;

        using OpenDirectory parent = OpenDirectory.Open(Path.GetDirectoryName(path)!);
        Remove(parent, Path.GetFileName(path));
    }

    /// <summary>Removes what has a name in a directory; nothing there is no fault.</summary>
    /// <exception cref="FileFault">Something cannot be removed.</exception>
    public static void Remove(OpenDirectory parent, string name)
    {
        if (parent.Status(name) is not { } status)
            return;

        if (status.IsDirectory)
            Empty(parent, new DirectoryItem(name, status));
        parent.Remove(name, status.IsDirectory);
    }

    private static void Empty(OpenDirectory parent, DirectoryItem item)
    {
        using OpenDirectory root = Enter(parent, item);
        while (!EmptyBelow(root, root, depth: 0))
        {
        }
    }

    /// <summary>Empties a directory; false when something was moved to the root and is still there.</summary>
    private static bool EmptyBelow(OpenDirectory directory, OpenDirectory root, int depth)
    {
        bool isComplete = true;
        foreach (DirectoryItem item in directory.Read())
        {
            if (item.Status.IsDirectory && depth == DeepestDescent)
            {
                Unlock(directory, item);
                directory.Move(item.Name, root, $".errand-removal-{Guid.NewGuid():N}");
                isComplete = false;
                continue;
            }

            if (item.Status.IsDirectory)
            {
                using OpenDirectory child = Enter(directory, item);
                isComplete &= EmptyBelow(child, root, depth + 1);
            }

            directory.Remove(item.Name, item.Status.IsDirectory);
        }

        return isComplete;
    }

    private static OpenDirectory Enter(OpenDirectory parent, DirectoryItem item)
    {
        Unlock(parent, item);
        return parent.OpenChild(item.Name);
    }

    private static void Unlock(OpenDirectory parent, DirectoryItem item)
    {
        if ((item.Status.Mode & OwnerRights) != OwnerRights)
            parent.Unlock(item.Name);
    }
}
