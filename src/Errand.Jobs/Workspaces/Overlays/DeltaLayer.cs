using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Writes the difference of two trees as a layer of an overlay: above a snapshot of the first one the second is seen. It costs what differs, whatever the size
/// of the trees.
/// </summary>
public sealed class DeltaLayer(GitClient git)
{
    /// <summary>Writes the layer, unless it would be a large one.</summary>
    /// <param name="repository">Errand's own git directory of the job.</param>
    /// <param name="from">The tree or commit below.</param>
    /// <param name="to">The tree or commit that is to be seen.</param>
    /// <param name="directory">Where to; absolute. What is there already is removed first.</param>
    /// <param name="most">Most paths that may differ.</param>
    /// <param name="cancellationToken">Ends git; the directory is then incomplete.</param>
    /// <returns>The paths that differ, mode 0 where one is gone; null = there are more, and nothing was written.</returns>
    /// <exception cref="ErrandException">A tree cannot be read or the directory cannot be written.</exception>
    internal async Task<IReadOnlyList<TreeEntry>?> TryWriteAsync(JobRepository repository, string from, string to, string directory, int most, CancellationToken cancellationToken)
    {
        IReadOnlyList<PathTransition> changes = await PathTransition.ReadAsync(git, repository, from, to, cancellationToken);
        if (changes.Count > most)
            return null;

        FileFaults.Guard(directory, () =>
        {
            TreeRemoval.Remove(directory);
            Directory.CreateDirectory(directory);
        });
        TreeEntry[] put = [.. changes.Select(change => change.To).OfType<TreeEntry>()];
        string[] gone = [.. changes.Where(change => change.To is null).Select(change => change.Path)];
        if (put.Length > 0)
            await CheckOutAsync(repository, put, directory, cancellationToken);
        if (gone.Length > 0)
        {
            HashSet<string> directories = await DirectoriesAsync(repository, to, cancellationToken);
            FileFaults.Guard(directory, () => MarkAsGone(directory, gone, directories));
        }

        return [.. put, .. gone.Select(path => new TreeEntry(path, 0, ""))];
    }

    private async Task CheckOutAsync(JobRepository repository, TreeEntry[] put, string directory, CancellationToken cancellationToken)
    {
        // Beside the layer: whoever captures work meanwhile removes the locks in the git directory.
        string index = $"{directory}.index-{Guid.NewGuid():N}";
        try
        {
            await git.RunAsync(repository.Command("update-index", "-z", "--index-info") with { IndexFile = index, Input = IndexInfo.Of(put, repository.Format) }, cancellationToken);
            await git.RunAsync(repository.Command("checkout-index", "--all", "--force") with { Directory = directory, WorkTree = directory, IndexFile = index }, cancellationToken);
        }
        finally
        {
            File.Delete(index);
        }
    }

    private async Task<HashSet<string>> DirectoriesAsync(JobRepository repository, string tree, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> output = await git.RunAsync(repository.Command("ls-tree", "-r", "-d", "-z", "--full-tree", "--name-only", tree), cancellationToken);
        return [.. TreeListing.Records(output).Select(record => GitPath.Decode(record.Span))];
    }

    private static void MarkAsGone(string directory, string[] gone, HashSet<string> directories)
    {
        using OpenDirectory root = OpenDirectory.Open(directory);
        foreach (string path in gone.Select(path => TopmostGone(path, directories)).Distinct())
        {
            if (root.Find(path) is not null)
                continue;
            using OpenDirectory place = root.OpenMade(GitPath.DirectoryOf(path));
            place.MakeWhiteout(GitPath.NameOf(path));
        }
    }

    /// <summary>A directory that has nothing left is gone as a whole; one mark stands for all that was in it.</summary>
    private static string TopmostGone(string path, HashSet<string> directories)
    {
        string top = path;
        for (string parent = GitPath.DirectoryOf(path); parent.Length > 0 && !directories.Contains(parent); parent = GitPath.DirectoryOf(parent))
            top = parent;
        return top;
    }
}
