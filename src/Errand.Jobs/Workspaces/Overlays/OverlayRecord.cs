namespace Errand.Jobs.Workspaces;

/// <summary>What must stay the same of an overlay workspace through all its attempts.</summary>
/// <param name="Snapshot">The snapshot that everything stands on: the full name of a commit or tree.</param>
/// <param name="Target">Where the workspace is in the sandbox.</param>
/// <param name="HasDelta">Whether a layer of the user's uncommitted changes lies between the snapshot and the work.</param>
/// <param name="Artifacts">Ignored directories of the user's checkout that the worker finds in the workspace, by their paths in it.</param>
internal sealed record OverlayRecord(string Snapshot, string Target, bool HasDelta, IReadOnlyList<string> Artifacts);
