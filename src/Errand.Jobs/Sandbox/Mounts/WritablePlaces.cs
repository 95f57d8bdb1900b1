using Errand.Core;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// Where a worker may write whose scope the sandbox enforces. A sandbox knows directories and files, no patterns: of a pattern that chooses among names it
/// opens the directory that they are in, and the judgement of the captured work does the rest.
/// </summary>
/// <param name="Places">In their order by path, none within another; what is there is no link.</param>
/// <param name="Judged">The patterns that are judged afterwards only, because more or less had to be opened than they cover.</param>
internal sealed record WritablePlaces(IReadOnlyList<WritablePlace> Places, IReadOnlyList<string> Judged)
{
    /// <summary>Whether everything had to be opened.</summary>
    public bool IsAll => Places is [{ Path: "" }];

    /// <summary>What the receipt should mention; null = the scope is enforced as it stands.</summary>
    public string? Warning => Judged.Count == 0
        ? null
        : $"The scope is judged afterwards and not enforced as written for {string.Join(", ", Judged.Select(pattern => Escaping.Quote(pattern, '\'')))}; the worker could write {Where}.";

    /// <summary>In words, for the worker and for the receipt.</summary>
    public string Where => IsAll ? "everywhere" : Places.Count == 0 ? "nowhere" : "in " + string.Join(", ", Places.Select(place => place.Path));

    /// <summary>Finds the places, and in a tree of Errand's own makes directories that are to be filled.</summary>
    /// <exception cref="ErrandException">The workspace cannot be read.</exception>
    public static WritablePlaces Of(ScopeRules rules, PreparedWorkspace workspace) => FileFaults.Guard(workspace.Root, () =>
    {
        using var tree = new LayeredTree([workspace.Root, .. workspace.Layers?.Lowers ?? []]);
        bool makes = workspace.Isolation != IsolationKind.Inplace;
        var places = new SortedDictionary<string, WritablePlace>(StringComparer.Ordinal);
        var judged = new List<string>();
        foreach (Glob glob in rules.Allowed)
        {
            bool isExact = true;
            foreach (ScopePlace place in glob.Places())
            {
                WritablePlace? opened = tree.Open(place, place.CanBeFile && !glob.Text.EndsWith('/'), makes);
                if (opened is not null)
                    places[opened.Path] = opened;
                isExact &= place.IsWhole && opened?.Path == place.Path;
            }

            if (!isExact)
                judged.Add(glob.Text);
        }

        return new WritablePlaces([.. places.Values.Where(place => !places.Keys.Any(other => IsBelow(place.Path, other)))], judged);
    });

    private static bool IsBelow(string path, string directory) =>
        path != directory && (directory.Length == 0 || path.StartsWith(directory + '/', StringComparison.Ordinal));
}
