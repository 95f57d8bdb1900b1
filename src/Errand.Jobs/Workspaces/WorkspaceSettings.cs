namespace Errand.Jobs.Workspaces;

/// <summary>What the user's configuration says of workspaces.</summary>
public sealed record WorkspaceSettings
{
    /// <summary>
    /// Names of ignored directories of the checkout that an overlay workspace has too, at the same paths. Default <c>node_modules</c>, <c>.venv</c>,
    /// <c>packages</c>, <c>vendor</c>; results of builds such as <c>bin</c> and <c>obj</c> only where they are named.
    /// </summary>
    public IReadOnlyList<string> Artifacts { get; init; } = ["node_modules", ".venv", "packages", "vendor"];

    /// <summary>How long a snapshot of a base is kept that no job uses any more. Default 14 d, 0 to 3,650 d.</summary>
    public TimeSpan SnapshotAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Most bytes of snapshots that are kept beyond those in use, the least recently used go first. Default 10 GiB, 0 to 1 TiB.</summary>
    public long SnapshotBytes { get; init; } = 10L << 30;
}
