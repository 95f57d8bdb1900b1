namespace Errand.Jobs.Sandbox;

/// <summary>A directory or file of a workspace that a sandbox opens.</summary>
/// <param name="Path">Relative to the workspace's root.</param>
/// <param name="Lowers">The directories below it in an overlay, the topmost first, absolute; empty = all of it lies in the workspace itself.</param>
internal sealed record WritablePlace(string Path, IReadOnlyList<string> Lowers);
