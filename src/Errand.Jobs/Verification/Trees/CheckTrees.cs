using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Setups;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;
using Errand.Processes;

namespace Errand.Jobs.Verification;

/// <summary>
/// Makes clean trees for checks: base and change set and nothing else. Where overlays work a large one costs what the change set costs: the base's files are a snapshot
/// that all jobs share, the difference is a layer, and what the checks write goes to a third. Otherwise it is written as a whole.
/// </summary>
public sealed class CheckTrees(GitClient git, SnapshotStore snapshots, Sandboxes sandboxes, ProcessRunner processes, ErrandEnvironment environment)
{
    /// <summary>A larger difference is written faster as a whole tree.</summary>
    private const int LargestDelta = 2_000;

    private readonly OutputCopy copy = new(processes, environment);

    /// <param name="place">Where; what is there is removed first.</param>
    /// <param name="tree">A commit or tree by its full name.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="ErrandException">The tree cannot be read or the disk does not take it.</exception>
    internal async Task<CheckTree> MakeAsync(SeriesPlace place, string tree, CancellationToken cancellationToken)
    {
        bool canOverlay = place.Base is not null && (await sandboxes.FindOverlayAsync(cancellationToken)).Sandbox is not null;
        return canOverlay && await TryLayAsync(place, tree, cancellationToken) is { } layered ? layered : await WriteAsync(place, tree, cancellationToken);
    }

    private async Task<CheckTree> WriteAsync(SeriesPlace place, string tree, CancellationToken cancellationToken)
    {
        await new TreeMaterializer(git).MaterializeAsync(place.Repository, tree, place.Tree, cancellationToken);
        if (place.Outputs is { } outputs)
            await copy.PlaceAsync(outputs, place.Tree, cancellationToken);
        if (place.LaidOver is { } directory)
            HiddenFiles.LayOver(directory, place.Tree);
        return CheckTree.OnDisk(place.Tree);
    }

    private async Task<CheckTree?> TryLayAsync(SeriesPlace place, string tree, CancellationToken cancellationToken)
    {
        string own = Path.Combine(place.Home, "layers");
        (string upper, string work, string delta) = (Path.Combine(own, "upper"), Path.Combine(own, "work"), Path.Combine(own, "delta"));
        FileFaults.Guard(own, () =>
        {
            TreeRemoval.Remove(own);
            Directory.CreateDirectory(upper);
            Directory.CreateDirectory(work);
        });
        if (await new DeltaLayer(git).TryWriteAsync(place.Repository, place.Base!, tree, delta, LargestDelta, cancellationToken) is not { } changes)
            return null;

        Snapshot snapshot = await snapshots.TakeAsync(place.Repository, place.Base!, user: null, cancellationToken);
        try
        {
            string[] lowers = [.. changes.Count > 0 ? (string[])[delta] : [], snapshot.Tree];
            IReadOnlyList<OverlayArtifact> outputs = place.Outputs is null ? [] : (await OutputLayers.LayAsync(place.Outputs, [upper, .. lowers], Path.Combine(own, "setup"), copy, cancellationToken)).Layers;
            if (place.LaidOver is { } directory)
                HiddenFiles.LayOver(directory, upper);
            return new CheckTree(
                [
                    new OverlayMount(place.Tree, lowers, upper, work),
                    .. outputs.Select(output => new OverlayMount(Path.Combine(place.Tree, output.Path), [output.Source], output.Upper, output.Work)),
                ],
                [upper, .. lowers],
                snapshot);
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }
}
