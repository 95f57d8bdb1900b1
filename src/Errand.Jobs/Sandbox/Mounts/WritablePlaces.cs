using Errand.Core;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// Where a worker may write whose scope the sandbox enforces. A sandbox knows directories and files, no patterns: of a pattern that chooses among names it
/// opens the directory that they are in, and the judgement of the captured work does the rest.
/// </summary>
/// <param name="Paths">Relative to the workspace's root; what is there is no link and was there before the worker.</param>
/// <param name="Judged">The patterns that are judged afterwards only, because more had to be opened than they cover.</param>
internal sealed record WritablePlaces(IReadOnlyList<string> Paths, IReadOnlyList<string> Judged)
{
    /// <summary>Whether everything had to be opened.</summary>
    public bool IsAll => Paths.Contains("");

    /// <summary>What the receipt should mention; null = the scope is enforced as it stands.</summary>
    public string? Warning => Judged.Count == 0
        ? null
        : $"The scope is judged afterwards and not enforced as written for {string.Join(", ", Judged.Select(pattern => Escaping.Quote(pattern, '\'')))}; the worker could write {Where}.";

    /// <summary>In words, for the worker and for the receipt.</summary>
    public string Where => IsAll ? "everywhere" : Paths.Count == 0 ? "nowhere" : "in " + string.Join(", ", Paths);

    /// <summary>Finds the places, and in a tree of Errand's own makes directories that are to be filled.</summary>
    /// <exception cref="ErrandException">The workspace cannot be read.</exception>
    public static WritablePlaces Of(ScopeRules rules, PreparedWorkspace workspace) => FileFaults.Guard(workspace.Root, () =>
    {
        using OpenDirectory root = OpenDirectory.OpenRoot(workspace.Root);
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        var judged = new List<string>();
        foreach (Glob glob in rules.Allowed)
        {
            bool isExact = true;
            foreach (ScopePlace place in glob.Places())
            {
                string? opened = Open(root, place, glob.Text.EndsWith('/'), workspace.Isolation != IsolationKind.Inplace);
                if (opened is not null)
                    paths.Add(opened);
                isExact &= place.IsWhole && opened == place.Path;
            }

            if (!isExact)
                judged.Add(glob.Text);
        }

        return new WritablePlaces([.. paths], judged);
    });

    /// <summary>The place itself, or the directory above it that is there; null = a link is in the way, which a bind mount would follow.</summary>
    private static string? Open(OpenDirectory root, ScopePlace place, bool endsInSlash, bool makes)
    {
        string[] names = place.Path.Length == 0 ? [] : place.Path.Split('/');
        OpenDirectory current = root.Reopen();
        try
        {
            for (int depth = 0; depth < names.Length; depth++)
            {
                bool isLast = depth == names.Length - 1;
                FileStatus? status = current.Status(names[depth]);
                if (isLast && place.CanBeFile && status is { IsFile: true })
                    return place.Path;
                bool isToBeMade = status is null && makes && !(isLast && place.CanBeFile && !endsInSlash);
                if (isToBeMade)
                    current.MakeDirectory(names[depth]);
                if (!isToBeMade && status is not { IsDirectory: true })
                    return status is null ? string.Join('/', names[..depth]) : null;

                OpenDirectory next = current.OpenChild(names[depth]);
                current.Dispose();
                current = next;
            }

            return place.Path;
        }
        finally
        {
            current.Dispose();
        }
    }
}
