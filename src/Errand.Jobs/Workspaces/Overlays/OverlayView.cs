using Errand.Jobs.Sandbox;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>How a sandbox shows an overlay workspace.</summary>
/// <param name="Target">Where.</param>
/// <param name="Work">The kernel's directory beside the upper layer.</param>
/// <param name="GitDirectory">The private git directory, which stands in the tree as <c>.git</c>.</param>
/// <param name="Artifacts">Ignored directories of the user's checkout, with what takes the changes in them.</param>
internal sealed record OverlayView(string Target, string Work, string GitDirectory, IReadOnlyList<OverlayArtifact> Artifacts)
{
    /// <summary>Where the user's object stores stand in a sandbox: at their own place the private git directory covers them.</summary>
    public static string StoreAt(int index) => $"/run/errand/objects/{index}";

    /// <summary>
    /// The ignored directories that can be mounted now: theirs are there, and so are their places. A worker may have put a link in the way since, and what
    /// builds the sandbox would follow it, outside of the sandbox and with all rights of the user.
    /// </summary>
    /// <exception cref="Core.ErrandException">The layers cannot be read.</exception>
    public IReadOnlyList<OverlayArtifact> Standing(WorkspaceLayers layers) => Artifacts.Count == 0 ? [] : FileFaults.Guard(layers.Upper, () =>
    {
        using var tree = new LayeredTree([layers.Upper, .. layers.Lowers]);
        return (OverlayArtifact[])[.. Artifacts.Where(artifact => artifact.IsThere() && tree.HasDirectory(artifact.Path))];
    });
}
