using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Setups;

/// <summary>Puts what a setup gave into an overlay: directories as layers of their own, which cost nothing and which changes do not reach, and files as copies.</summary>
internal static class OutputLayers
{
    /// <summary>The workspace with what the setup gave, and the paths that it has of that; what the user has in their checkout makes room for it.</summary>
    /// <exception cref="ErrandException">The disk does not take it.</exception>
    public static async Task<(OverlayView View, IReadOnlyList<string> Placed)> AddAsync(OverlayView view, WorkspaceLayers layers, SetupOutputs outputs, OutputCopy copy, CancellationToken cancellationToken)
    {
        string own = Path.Combine(Path.GetDirectoryName(layers.Upper)!, "setup");
        (IReadOnlyList<OverlayArtifact> added, IReadOnlyList<string> copied) = await LayAsync(outputs, [layers.Upper, .. layers.Lowers], own, copy, cancellationToken);
        OverlayView furnished = view with { Artifacts = [.. view.Artifacts.Where(artifact => !added.Any(layer => Overlap(layer.Path, artifact.Path))), .. added] };
        return (furnished, [.. added.Select(layer => layer.Path), .. copied]);
    }

    /// <summary>What is there already stays, and nothing is put through a link, which the tree may hold by a worker's will.</summary>
    /// <param name="outputs">What the setup gave.</param>
    /// <param name="layers">The overlay's own layers, the topmost first; that one takes the copies and the places of the others.</param>
    /// <param name="own">Where the changes in directories land.</param>
    /// <param name="copy">Copies files.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The layers, and the paths of the copies.</returns>
    /// <exception cref="ErrandException">The disk does not take it.</exception>
    public static async Task<(IReadOnlyList<OverlayArtifact> Layers, IReadOnlyList<string> Copied)> LayAsync(SetupOutputs outputs, IReadOnlyList<string> layers, string own, OutputCopy copy, CancellationToken cancellationToken)
    {
        var added = new List<OverlayArtifact>();
        var files = new List<(string Path, string Source)>();
        FileFaults.Guard(layers[0], () =>
        {
            using var tree = new LayeredTree(layers);
            using OpenDirectory upper = OpenDirectory.OpenRoot(layers[0]);
            foreach ((int index, (string path, string source)) in outputs.Items.Index().Where(item => tree.IsFree(item.Item.Path)))
            {
                var layer = new OverlayArtifact(path, source, Path.Combine(own, $"{index}", "upper"), Path.Combine(own, $"{index}", "work"));
                bool isDirectory = layer.IsThere();
                upper.OpenMade(isDirectory ? path : GitPath.DirectoryOf(path)).Dispose();
                if (!isDirectory)
                {
                    files.Add((path, source));
                    continue;
                }

                Directory.CreateDirectory(layer.Upper);
                Directory.CreateDirectory(layer.Work);
                added.Add(layer);
            }
        });
        return (added, await copy.PlaceAsync(outputs with { Items = files }, layers[0], cancellationToken));
    }

    private static bool Overlap(string one, string other) => (one + '/').StartsWith(other + '/', StringComparison.Ordinal) || (other + '/').StartsWith(one + '/', StringComparison.Ordinal);
}
