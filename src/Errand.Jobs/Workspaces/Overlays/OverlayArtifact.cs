namespace Errand.Jobs.Workspaces;

/// <summary>An ignored directory of the user's checkout in an overlay workspace: as the user has it, and what is changed in it is nobody's work.</summary>
/// <param name="Path">Its path in the workspace.</param>
/// <param name="Source">The user's directory.</param>
/// <param name="Upper">Where changes land.</param>
/// <param name="Work">The kernel's directory beside that.</param>
internal sealed record OverlayArtifact(string Path, string Source, string Upper, string Work);
