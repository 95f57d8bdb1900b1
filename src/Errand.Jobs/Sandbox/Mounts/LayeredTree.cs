using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Sandbox;

/// <summary>A tree made of directories on top of each other, seen as an overlay shows it; a plain tree is one of a single layer. No link is followed.</summary>
/// <param name="layers">The layers' roots, the topmost first; that one takes what is made.</param>
internal sealed class LayeredTree(IReadOnlyList<string> layers) : IDisposable
{
    private readonly OpenDirectory[] roots = [.. layers.Select(OpenDirectory.OpenRoot)];

    /// <summary>Finds what of the tree must be opened for a place of the scope.</summary>
    /// <param name="place">The place.</param>
    /// <param name="canBeNewFile">Whether it may mean a file that is not there yet.</param>
    /// <param name="makes">Whether missing directories are made.</param>
    /// <returns>The place itself, or the directory above it that is there; null = a link is in the way, which a mount would follow.</returns>
    public WritablePlace? Open(ScopePlace place, bool canBeNewFile, bool makes)
    {
        string[] names = place.Path.Length == 0 ? [] : place.Path.Split('/');
        List<(int Layer, OpenDirectory Directory)> current = Roots();
        try
        {
            for (int depth = 0; depth < names.Length; depth++)
            {
                string name = names[depth];
                bool isLast = depth == names.Length - 1;
                (int holder, FileStatus? found) = Find(current, name);
                if (isLast && place.CanBeFile && found is { IsFile: true } file)
                    return OfFile(place.Path, current[holder], new DirectoryItem(name, file));
                if (found is null && makes && !(isLast && canBeNewFile))
                {
                    roots[0].OpenMade(place.Path).Dispose();
                    return new WritablePlace(place.Path, []);
                }

                if (found is null or { IsWhiteout: true })
                    return OfDirectory(string.Join('/', names[..depth]), current);
                if (found is { IsDirectory: false })
                    return null;

                List<(int Layer, OpenDirectory Directory)> next = Enter(current, name);
                Close(current);
                current = next;
            }

            return OfDirectory(place.Path, current);
        }
        finally
        {
            Close(current);
        }
    }

    /// <summary>Whether something can be put at a path: its directory is there, and nothing is in it by that name but a place that was made for it before.</summary>
    public bool IsFree(string path) => Look(path, (directories, name) => Find(directories, name).Found switch
    {
        null => true,
        { IsDirectory: true } => IsEmptyPlace(directories, name),
        _ => false,
    });

    /// <summary>Whether there is a directory of that path, with no link on the way.</summary>
    public bool HasDirectory(string path) => Look(path, (directories, name) => Find(directories, name).Found is { IsDirectory: true });

    /// <summary>Whether there is a file of that path.</summary>
    public bool HasFile(string path) => Look(path, (directories, name) => Find(directories, name).Found is { IsFile: true });

    public void Dispose() => Array.ForEach(roots, root => root.Dispose());

    private static void Close(List<(int Layer, OpenDirectory Directory)> directories) => directories.ForEach(entry => entry.Directory.Dispose());

    /// <summary>Asks about the last name of a path in its directory; false = there is no such directory.</summary>
    private bool Look(string path, Func<List<(int Layer, OpenDirectory Directory)>, string, bool> ask)
    {
        string[] names = path.Split('/');
        List<(int Layer, OpenDirectory Directory)> current = Roots();
        try
        {
            foreach (string name in names.AsSpan(0, names.Length - 1))
            {
                if (Find(current, name).Found is not { IsDirectory: true })
                    return false;
                List<(int Layer, OpenDirectory Directory)> next = Enter(current, name);
                Close(current);
                current = next;
            }

            return ask(current, names[^1]);
        }
        finally
        {
            Close(current);
        }
    }

    private List<(int Layer, OpenDirectory Directory)> Roots() => [.. roots.Index().Select(root => (root.Index, root.Item.Reopen()))];

    private static bool IsEmptyPlace(List<(int Layer, OpenDirectory Directory)> directories, string name)
    {
        List<(int Layer, OpenDirectory Directory)> entered = Enter(directories, name);
        bool isPlace = entered is [(0, { } directory)] && directory.Read().Count == 0;
        Close(entered);
        return isPlace;
    }

    /// <summary>The topmost entry of a name, and where in the list its directory is.</summary>
    private static (int Holder, FileStatus? Found) Find(List<(int Layer, OpenDirectory Directory)> directories, string name)
    {
        for (int index = 0; index < directories.Count; index++)
        {
            if (directories[index].Directory.Status(name) is { } status)
                return (index, status);
        }

        return (-1, null);
    }

    /// <summary>The directories that are merged under a name, down to the first that hides what is below it.</summary>
    private static List<(int Layer, OpenDirectory Directory)> Enter(List<(int Layer, OpenDirectory Directory)> directories, string name)
    {
        var entered = new List<(int Layer, OpenDirectory Directory)>();
        foreach ((int layer, OpenDirectory directory) in directories)
        {
            if (directory.Status(name) is not { } status)
                continue;
            if (!status.IsDirectory)
                break;

            entered.Add((layer, directory.OpenChild(name)));
            if (entered[^1].Directory.IsOpaque())
                break;
        }

        return entered;
    }

    private WritablePlace OfDirectory(string path, List<(int Layer, OpenDirectory Directory)> directories)
    {
        if (path.Length == 0)
            return new WritablePlace("", []);

        roots[0].OpenMade(path).Dispose();
        return new WritablePlace(path, [.. directories.Where(entry => entry.Layer > 0).Select(entry => entry.Directory.Path)]);
    }

    /// <summary>A file can be opened only where it can be written; its copy there is no change as long as nobody makes one.</summary>
    private WritablePlace OfFile(string path, (int Layer, OpenDirectory Directory) holder, DirectoryItem file)
    {
        if (holder.Layer > 0)
        {
            using OpenDirectory parent = roots[0].OpenMade(GitPath.DirectoryOf(path));
            TreeCopy.CopyFile(holder.Directory, parent, file);
        }

        return new WritablePlace(path, []);
    }
}
