using Errand.Core;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>Finds the requested directory in a workspace.</summary>
internal static class WorkingDirectory
{
    /// <summary>The directory below the root; the root and a warning where the tree has none there, or has a link in its place.</summary>
    public static (string Path, string? Warning) Find(string root, RepositorySpec repository)
    {
        if (repository.Prefix.Length == 0)
            return (root, null);

        try
        {
            using OpenDirectory top = OpenDirectory.Open(root);
            using OpenDirectory parent = top.OpenParent(repository.Prefix, out string name);
            if (parent.Status(name) is { IsDirectory: true })
                return (Path.Combine(root, repository.Prefix), null);
        }
        catch (FileFault)
        {
            // The sentence below says all that matters.
        }

        return (root, $"The base has no directory {Escaping.Quote(repository.Prefix, '\'')}; the worker starts at the root of the repository.");
    }
}
