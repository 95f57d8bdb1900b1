using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>Writes a commit's files into an empty directory: the bytes of the repository and nothing else, without a git directory.</summary>
public sealed class TreeMaterializer(GitClient git)
{
    /// <param name="repository">Errand's own git directory of the job.</param>
    /// <param name="tree">A commit or tree by its full name.</param>
    /// <param name="directory">Where to; absolute. What is there already is removed first.</param>
    /// <param name="cancellationToken">Ends git; the directory is then incomplete.</param>
    /// <exception cref="ErrandException">The tree cannot be read or the directory cannot be written.</exception>
    public async Task MaterializeAsync(JobRepository repository, string tree, string directory, CancellationToken cancellationToken)
    {
        // Beside the tree: whoever captures work meanwhile removes the locks in the git directory.
        string index = $"{directory}.index-{Guid.NewGuid():N}";
        try
        {
            await MaterializeAsync(repository, tree, directory, index, cancellationToken);
        }
        finally
        {
            File.Delete(index);
        }
    }

    /// <summary>Like the other, and leaves git's index of the files in a file that must not exist.</summary>
    internal async Task MaterializeAsync(JobRepository repository, string tree, string directory, string index, CancellationToken cancellationToken)
    {
        FileFaults.Guard(directory, () =>
        {
            TreeRemoval.Remove(directory);
            Directory.CreateDirectory(directory);
        });
        GitCommand command = repository.Command("read-tree", "-u", "--reset", tree) with
        {
            Directory = directory,
            WorkTree = directory,
            IndexFile = index,
            Settings = ["checkout.workers=0"],
        };
        await git.RunAsync(command, cancellationToken);
    }

    /// <summary>Removes a directory that was written, with whatever checks have left in it.</summary>
    /// <exception cref="ErrandException">Something in it cannot be removed.</exception>
    public static void Remove(string directory) => FileFaults.Guard(directory, () => TreeRemoval.Remove(directory));
}
