using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Sandbox;

/// <summary>A workspace in a sandbox: a tree at its own path, an overlay where it says.</summary>
internal static class WorkspaceMounts
{
    public static IEnumerable<SandboxMount> Of(PreparedWorkspace workspace, bool isWritable) => workspace is { Layers: { } layers, View: { } view }
        ? OfOverlay(workspace, layers, view, isWritable)
        : OfTree(workspace, isWritable);

    private static IEnumerable<SandboxMount> OfTree(PreparedWorkspace workspace, bool isWritable)
    {
        RepositorySpec user = workspace.Repository.User;
        if (workspace.Isolation == IsolationKind.Inplace)
        {
            yield return new BindMount(workspace.Root, workspace.Root, isWritable);
            // The user's own refs, hooks and settings: what a job in place may change is the tree.
            string dotGit = Path.Combine(workspace.Root, ".git");
            if (Path.Exists(dotGit))
                yield return BindMount.ReadOnly(dotGit);
            if (user.CommonGitDirectory != dotGit)
                yield return BindMount.ReadOnly(user.CommonGitDirectory);
        }

        foreach (string store in ObjectStores.Of(workspace.Repository))
            yield return BindMount.ReadOnly(store);
        if (workspace.Isolation != IsolationKind.Inplace)
            yield return new BindMount(workspace.Root, workspace.Root, isWritable);
    }

    private static IEnumerable<SandboxMount> OfOverlay(PreparedWorkspace workspace, WorkspaceLayers layers, OverlayView view, bool isWritable)
    {
        yield return new OverlayMount(view.Target, layers.Lowers, layers.Upper, view.Work) { IsWritable = isWritable };
        yield return new BindMount(view.GitDirectory, Path.Combine(view.Target, ".git"), isWritable);
        foreach (OverlayArtifact artifact in view.Artifacts.Where(artifact => Directory.Exists(artifact.Source)))
            yield return new OverlayMount(Path.Combine(view.Target, artifact.Path), [artifact.Source], artifact.Upper, artifact.Work) { IsWritable = isWritable };
        foreach ((int index, string store) in ObjectStores.Of(workspace.Repository).Index())
            yield return new BindMount(store, OverlayView.StoreAt(index), IsWritable: false);
    }
}
