using Errand.Core;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Sandbox;

/// <summary>A workspace in a sandbox, at its own path.</summary>
internal static class WorkspaceMounts
{
    /// <summary>A chain of object stores that is longer than git itself would follow.</summary>
    private const int LongestChain = 5;

    /// <param name="workspace">The workspace.</param>
    /// <param name="isWritable">Whether it may be changed.</param>
    /// <param name="places">Where alone it may be changed; null = everywhere.</param>
    public static IEnumerable<SandboxMount> Of(PreparedWorkspace workspace, bool isWritable, WritablePlaces? places)
    {
        bool isWhole = places is null or { IsAll: true };
        RepositorySpec user = workspace.Repository.User;
        if (workspace.Isolation == IsolationKind.Inplace)
        {
            yield return new BindMount(workspace.Root, workspace.Root, isWritable && isWhole);
            foreach (SandboxMount place in Places(workspace, isWritable && !isWhole, places))
                yield return place;
            // The user's own refs, hooks and settings: what a job in place may change is the tree.
            string dotGit = Path.Combine(workspace.Root, ".git");
            if (Path.Exists(dotGit))
                yield return BindMount.ReadOnly(dotGit);
            if (user.CommonGitDirectory != dotGit)
                yield return BindMount.ReadOnly(user.CommonGitDirectory);
        }

        foreach (string store in Stores(workspace))
            yield return BindMount.ReadOnly(store);
        if (workspace.Isolation == IsolationKind.Inplace)
            yield break;

        yield return new BindMount(workspace.Root, workspace.Root, isWritable && isWhole);
        foreach (SandboxMount place in Places(workspace, isWritable && !isWhole, places))
            yield return place;
        // The clone's own, with which a worker may do what it likes.
        string own = Path.Combine(workspace.Root, ".git");
        if (isWritable && !isWhole && new DirectoryInfo(own) is { Exists: true, LinkTarget: null })
            yield return BindMount.Writable(own);
    }

    private static IEnumerable<SandboxMount> Places(PreparedWorkspace workspace, bool isWanted, WritablePlaces? places) =>
        isWanted ? places!.Paths.Select(path => BindMount.Writable(Path.Join(workspace.Root, path))) : [];

    /// <summary>The object stores that the clone borrows from, with those that they borrow from.</summary>
    private static List<string> Stores(PreparedWorkspace workspace)
    {
        var stores = new List<string>();
        Add(workspace.Repository.UserObjects, LongestChain);
        Add(workspace.Repository.OwnObjects, LongestChain);
        return stores;

        void Add(string store, int left)
        {
            if (!Directory.Exists(store) || stores.Contains(store) || left == 0)
                return;
            stores.Add(store);
            string alternates = Path.Combine(store, "info", "alternates");
            if (!File.Exists(alternates))
                return;
            foreach (string line in File.ReadLines(alternates).Where(line => line.Length > 0 && line[0] is not '#' and not '"'))
                Add(Path.GetFullPath(line, store), left - 1);
        }
    }
}
