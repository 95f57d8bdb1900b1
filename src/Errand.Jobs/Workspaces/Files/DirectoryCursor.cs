using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>Opens the directories of one path after another and keeps the last one open, since neighbours are mostly asked for together.</summary>
internal sealed class DirectoryCursor(OpenDirectory root) : IDisposable
{
    private OpenDirectory? current;
    private string? currentPath;

    /// <summary>The directory of a path, which stays the cursor's own, and the last name of the path.</summary>
    /// <exception cref="FileFault">One of the directories is missing or is a link.</exception>
    public OpenDirectory ParentOf(string path, out string name)
    {
        string directory = GitPath.DirectoryOf(path);
        name = directory.Length == 0 ? path : path[(directory.Length + 1)..];
        if (directory == currentPath)
            return current!;

        OpenDirectory opened = root.OpenParent(path, out _);
        current?.Dispose();
        (current, currentPath) = (opened, directory);
        return opened;
    }

    public void Dispose() => current?.Dispose();
}
