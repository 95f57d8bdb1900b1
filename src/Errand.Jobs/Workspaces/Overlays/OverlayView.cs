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
}
