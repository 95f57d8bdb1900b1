namespace Errand.Jobs.Workspaces;

/// <summary>A snapshot that no job needs.</summary>
/// <param name="Name">The commit or tree that it holds.</param>
/// <param name="Directory">Where it is; absolute.</param>
/// <param name="Bytes">What its files take up.</param>
/// <param name="UsedAt">When it was used last.</param>
public sealed record SnapshotUse(string Name, string Directory, long Bytes, DateTimeOffset UsedAt);
