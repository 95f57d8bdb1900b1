using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>Takes single changes back in an overlay's upper layer, while nobody works in it: the paths are seen again as a commit has them.</summary>
internal sealed class UpperRevert(GitClient git)
{
    /// <param name="workspace">The overlay.</param>
    /// <param name="from">The commit that the overlay shows.</param>
    /// <param name="to">The commit as which it is to be seen in what differs.</param>
    /// <param name="staging">A directory of the job for the files; absolute.</param>
    /// <param name="cancellationToken">Ends git; nothing has changed then.</param>
    /// <exception cref="ErrandException">A commit cannot be read or the layer cannot be written; repeating it is safe.</exception>
    public async Task RevertAsync(PreparedWorkspace workspace, string from, string to, string staging, CancellationToken cancellationToken)
    {
        WorkspaceLayers layers = workspace.Layers!;
        try
        {
            IReadOnlyList<TreeEntry> changes = await new DeltaLayer(git).TryWriteAsync(workspace.Repository, from, to, staging, int.MaxValue, cancellationToken) ?? [];
            FileFaults.Guard(layers.Upper, () =>
            {
                using OpenDirectory source = OpenDirectory.Open(staging);
                using OpenDirectory upper = OpenDirectory.OpenRoot(layers.Upper);
                foreach (TreeEntry change in changes.Where(change => change.Mode != FileModes.Submodule))
                    Revert(source, upper, layers.Lowers, change);
            });
        }
        finally
        {
            TreeMaterializer.Remove(staging);
        }
    }

    private static void Revert(OpenDirectory source, OpenDirectory upper, IReadOnlyList<string> lowers, TreeEntry change)
    {
        bool isGone = change.Mode == 0;
        using OpenDirectory? parent = isGone ? TryOpen(upper, GitPath.DirectoryOf(change.Path)) : OpenRaised(upper, GitPath.DirectoryOf(change.Path));
        if (parent is null)
            return;

        string name = GitPath.NameOf(change.Path);
        if (parent.Status(name) is { } status && (!status.IsDirectory || !isGone))
            TreeRemoval.Remove(parent, name);
        if (isGone && parent.Status(name) is null && lowers.Any(lower => IsIn(lower, change.Path)))
            parent.MakeWhiteout(name);
        if (isGone)
            return;

        using OpenDirectory place = source.OpenParent(change.Path, out _);
        place.Move(name, parent, name);
    }

    /// <summary>Where a directory is marked as gone it comes back, without what else was in it.</summary>
    private static OpenDirectory OpenRaised(OpenDirectory upper, string path)
    {
        OpenDirectory current = upper.OpenMade("");
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            bool wasInTheWay = current.Status(name) is { IsDirectory: false };
            if (wasInTheWay)
                current.Remove(name, isDirectory: false);
            OpenDirectory child = current.OpenMade(name);
            if (wasInTheWay)
                child.TryMakeOpaque();
            current.Dispose();
            current = child;
        }

        return current;
    }

    private static OpenDirectory? TryOpen(OpenDirectory upper, string path)
    {
        try
        {
            return path.Length == 0 ? upper.OpenMade("") : upper.Find(path) is { IsDirectory: true } ? upper.OpenMade(path) : null;
        }
        catch (FileFault)
        {
            return null;
        }
    }

    private static bool IsIn(string lower, string path)
    {
        using OpenDirectory root = OpenDirectory.Open(lower);
        return root.Find(path) is { IsWhiteout: false };
    }
}
