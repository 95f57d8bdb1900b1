using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>What is on disk at a path.</summary>
/// <param name="Status">The entry's status; null = there is none.</param>
/// <param name="BlockedBy">A directory of the path that is no directory but a file or a link; null = none.</param>
internal readonly record struct PathState(FileStatus? Status, string? BlockedBy)
{
    /// <summary>Looks at a path without following a link anywhere.</summary>
    public static PathState Of(OpenDirectory root, string path)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            string directory = path[..slash];
            if (Look(root, directory) is not { } status)
                return default;
            if (!status.IsDirectory)
                return new PathState(null, directory);
        }

        return new PathState(Look(root, path), null);
    }

    private static FileStatus? Look(OpenDirectory root, string path)
    {
        try
        {
            using OpenDirectory parent = root.OpenParent(path, out string name);
            return parent.Status(name);
        }
        catch (FileFault fault) when (fault.Error is Posix.NotFound or Posix.NotADirectory)
        {
            return null;
        }
    }
}
