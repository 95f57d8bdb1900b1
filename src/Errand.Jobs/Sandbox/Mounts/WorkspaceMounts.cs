using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Sandbox;

/// <summary>A workspace in a sandbox: a tree at its own path, an overlay where it says.</summary>
internal static class WorkspaceMounts
{
    /// <param name="workspace">The workspace.</param>
    /// <param name="isWritable">Whether it may be changed.</param>
    /// <param name="places">Where alone it may be changed; null = everywhere.</param>
    public static IEnumerable<SandboxMount> Of(PreparedWorkspace workspace, bool isWritable, WritablePlaces? places)
    {
        WritablePlaces? parts = isWritable && places is { IsAll: false } ? places : null;
        return workspace is { Layers: { } layers, View: { } view }
            ? OfOverlay(workspace, layers, view, isWritable, parts)
            : OfTree(workspace, isWritable, parts);
    }

    private static IEnumerable<SandboxMount> OfTree(PreparedWorkspace workspace, bool isWritable, WritablePlaces? parts)
    {
        RepositorySpec user = workspace.Repository.User;
        string dotGit = Path.Combine(workspace.Root, ".git");
        SandboxMount[] tree = [new BindMount(workspace.Root, workspace.Root, isWritable && parts is null), .. PartsOf(workspace, parts)];
        if (workspace.Isolation == IsolationKind.Inplace)
        {
            foreach (SandboxMount mount in tree)
                yield return mount;
            // The user's own refs, hooks and settings: what a job in place may change is the tree.
            if (Path.Exists(dotGit))
                yield return BindMount.ReadOnly(dotGit);
            if (user.CommonGitDirectory != dotGit)
                yield return BindMount.ReadOnly(user.CommonGitDirectory);
        }

        foreach (string store in ObjectStores.Of(workspace.Repository))
            yield return BindMount.ReadOnly(store);
        if (workspace.Isolation == IsolationKind.Inplace)
            yield break;

        foreach (SandboxMount mount in tree)
            yield return mount;
        // The clone's own, with which a worker may do what it likes.
        if (parts is not null && new DirectoryInfo(dotGit) is { Exists: true, LinkTarget: null })
            yield return BindMount.Writable(dotGit);
    }

    private static IEnumerable<SandboxMount> OfOverlay(PreparedWorkspace workspace, WorkspaceLayers layers, OverlayView view, bool isWritable, WritablePlaces? parts)
    {
        yield return new OverlayMount(view.Target, layers.Lowers, layers.Upper, view.Work) { IsWritable = isWritable && parts is null };
        foreach (SandboxMount part in PartsOf(workspace, parts))
            yield return part;
        yield return new BindMount(view.GitDirectory, Path.Combine(view.Target, ".git"), isWritable);
        foreach (OverlayArtifact artifact in view.Standing(layers))
            yield return new OverlayMount(Path.Combine(view.Target, artifact.Path), [artifact.Source], artifact.Upper, artifact.Work) { IsWritable = isWritable };
        foreach ((int index, string store) in ObjectStores.Of(workspace.Repository).Index())
        {
            yield return new BindMount(store, OverlayView.StoreAt(index), IsWritable: false);
            // Stores name each other by their own paths, and git complains of those that it does not find.
            if (!store.StartsWith(view.Target + '/', StringComparison.Ordinal))
                yield return BindMount.ReadOnly(store);
        }
    }

    private static IEnumerable<SandboxMount> PartsOf(PreparedWorkspace workspace, WritablePlaces? parts)
    {
        foreach ((int index, WritablePlace place) in (parts?.Places ?? []).Index())
        {
            string source = Path.Join(workspace.Root, place.Path);
            string target = Path.Join(workspace.Shown, place.Path);
            if (place.Lowers.Count == 0)
            {
                yield return BindMount.Writable(source) with { Target = target };
                continue;
            }

            string work = $"{workspace.View!.Work}-{index}";
            Directory.CreateDirectory(work);
            yield return new OverlayMount(target, place.Lowers, source, work) { IsPart = true };
        }
    }
}
