using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Whether links lead out of the tree, through other links, too. The kernel answers for a tree that is on disk; for an overlay, which nobody has mounted any
/// more, the way is followed here, in the upper layer and in the base below it.
/// </summary>
internal sealed class LinkJudge(OpenDirectory root, IReadOnlyList<string>? lowers, BaseTree tree, HashSet<string> replaced) : IDisposable
{
    /// <summary>As many as the kernel follows.</summary>
    private const int MostLinks = 40;

    private readonly DirectoryCursor cursor = new(root);

    /// <summary>What a link says, if that leads out; null = it stays inside.</summary>
    /// <exception cref="FileFault">The link cannot be read.</exception>
    public string? LeadsOut(string path)
    {
        OpenDirectory parent = cursor.ParentOf(path, out string name);
        string target = GitPath.Decode(parent.ReadLink(name));
        return LinkTarget.LeadsOut(path, target) || (lowers is null ? root.LeadsOut(path) : Follow(path)) ? target : null;
    }

    public void Dispose() => cursor.Dispose();

    private bool Follow(string path)
    {
        var place = new List<string>();
        var names = new Stack<string>(path.Split('/').Reverse());
        for (int links = 0; links <= MostLinks && names.TryPop(out string? name);)
        {
            if (name is "" or ".")
                continue;

            if (name == "..")
            {
                if (place.Count == 0)
                    return true;
                place.RemoveAt(place.Count - 1);
                continue;
            }

            place.Add(name);
            if (TargetOf(string.Join('/', place)) is not { } target)
                continue;

            if (target.StartsWith('/'))
                return true;
            links++;
            place.RemoveAt(place.Count - 1);
            foreach (string next in target.Split('/').Reverse())
                names.Push(next);
        }

        return false;
    }

    /// <summary>Where a link of the overlay leads; null = there is none of that path.</summary>
    private string? TargetOf(string path)
    {
        if (StatusOf(path) is { } status)
            return status.IsLink ? GitPath.Decode(cursor.ParentOf(path, out string name).ReadLink(name)) : null;

        return tree.Find(path) is { Mode: FileModes.Link } && !replaced.HasPathOrParent(path)
            ? lowers!.Select(lower => BelowTargetOf(lower, path)).FirstOrDefault(target => target is not null)
            : null;
    }

    /// <summary>The upper layer has a directory only where something in it changed.</summary>
    private FileStatus? StatusOf(string path)
    {
        try
        {
            return cursor.ParentOf(path, out string name).Status(name);
        }
        catch (FileFault)
        {
            return null;
        }
    }

    private static string? BelowTargetOf(string lower, string path)
    {
        try
        {
            using OpenDirectory layer = OpenDirectory.Open(lower);
            using OpenDirectory parent = layer.OpenParent(path, out string name);
            return GitPath.Decode(parent.ReadLink(name));
        }
        catch (FileFault)
        {
            return null;
        }
    }
}
