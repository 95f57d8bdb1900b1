using Errand.Core;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Setups;

/// <summary>Puts directories that a setup gave into an overlay workspace, as layers that cost nothing and that the job's changes do not reach.</summary>
internal static class OutputLayers
{
    /// <summary>What the user has in their checkout makes room for what the setup gave.</summary>
    /// <exception cref="ErrandException">The disk does not take it.</exception>
    public static OverlayView Add(OverlayView view, string upper, SetupOutputs outputs) => FileFaults.Guard(upper, () =>
    {
        using OpenDirectory tree = OpenDirectory.OpenRoot(upper);
        var added = new List<OverlayArtifact>();
        foreach ((int index, (string path, string source)) in outputs.Items.Index())
        {
            if (!Directory.Exists(source))
                continue;

            string own = Path.Combine(Path.GetDirectoryName(upper)!, "setup", $"{index}");
            var layer = new OverlayArtifact(path, source, Path.Combine(own, "upper"), Path.Combine(own, "work"));
            Directory.CreateDirectory(layer.Upper);
            Directory.CreateDirectory(layer.Work);
            if (TryMakePlace(tree, path))
                added.Add(layer);
        }

        return view with { Artifacts = [.. view.Artifacts.Where(artifact => !added.Any(layer => Overlap(layer.Path, artifact.Path))), .. added] };
    });

    /// <summary>An earlier attempt's worker may have put something else there.</summary>
    private static bool TryMakePlace(OpenDirectory tree, string path)
    {
        try
        {
            tree.OpenMade(path).Dispose();
            return true;
        }
        catch (FileFault)
        {
            return false;
        }
    }

    private static bool Overlap(string one, string other) => (one + '/').StartsWith(other + '/', StringComparison.Ordinal) || (other + '/').StartsWith(one + '/', StringComparison.Ordinal);
}
