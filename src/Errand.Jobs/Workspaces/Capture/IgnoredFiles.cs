using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Looks at ignored files, whose content nobody captures: a worker in the user's own tree may have changed them all the same. What is below ignored directories is
/// looked at only up to a number, because such directories can hold anything.
/// </summary>
internal sealed class IgnoredFiles
{
    private const int Most = 10_000;
    private const int MostInside = 10_000;
    private const int Deepest = 64;

    private readonly List<IgnoredFile> files = [];
    private int inside;

    public IReadOnlyList<IgnoredFile> Files => files;

    /// <summary>Takes a file or a link.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="status">Its status.</param>
    /// <param name="isInside">Whether a directory above it is ignored.</param>
    public void Add(string path, FileStatus status, bool isInside)
    {
        if (status.GitMode == 0 || (isInside ? inside >= MostInside : files.Count - inside >= Most))
            return;

        inside += isInside ? 1 : 0;
        files.Add(new IgnoredFile(path, status.Stamp, isInside));
    }

    /// <summary>Takes all below a directory.</summary>
    public void AddBelow(OpenDirectory parent, string name, string path, int depth = 0)
    {
        if (inside >= MostInside || depth >= Deepest)
            return;

        try
        {
            using OpenDirectory directory = parent.OpenChild(name);
            foreach (DirectoryItem item in directory.Read().OrderBy(item => item.Name, StringComparer.Ordinal))
                AddInside(directory, item, GitPath.Join(path, item.Name), depth);
        }
        catch (FileFault)
        {
            // What cannot be read now could not be read before, or is gone, and that shows.
            return;
        }
    }

    private void AddInside(OpenDirectory directory, DirectoryItem item, string path, int depth)
    {
        if (item.Status.IsDirectory)
            AddBelow(directory, item.Name, path, depth + 1);
        else
            Add(path, item.Status, isInside: true);
    }

    /// <summary>What became of ignored files: of those that were there before, and of new ones outside ignored directories, where files come and go.</summary>
    /// <param name="before">What was there.</param>
    public IReadOnlyList<IgnoredChange> Since(IReadOnlyList<IgnoredFile> before)
    {
        Dictionary<string, IgnoredFile> now = files.ToDictionary(file => file.Path);
        HashSet<string> known = [.. before.Select(file => file.Path)];
        // Beyond the bound nobody knows what was there.
        bool isAllSeen = inside < MostInside;
        var changes = new List<IgnoredChange>();
        foreach (IgnoredFile file in before)
        {
            bool isThere = now.TryGetValue(file.Path, out IgnoredFile found);
            if (isThere ? found.Stamp != file.Stamp : !file.IsInside || isAllSeen)
                changes.Add(new IgnoredChange(file.Path, isThere ? ChangeKind.Modified : ChangeKind.Deleted, file.IsInside));
        }

        changes.AddRange(files.Where(file => !file.IsInside && !known.Contains(file.Path)).Select(file => new IgnoredChange(file.Path, ChangeKind.Added, false)));
        return changes;
    }
}
