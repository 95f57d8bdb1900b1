using Errand.Core;

namespace Errand.Jobs.Workspaces;

/// <summary>Where a job's workspace and what belongs to it are; all paths are absolute.</summary>
public sealed record WorkspacePlace
{
    /// <summary>The job that needs the workspace; its base is kept by <c>refs/errand/bases/ID</c>.</summary>
    public required JobId Job { get; init; }

    /// <summary>The job whose directory the workspace is in: the first of those that continue each other.</summary>
    public required JobId Owner { get; init; }

    /// <summary>The clone's directory, or that of an overlay's parts; not used by an in-place workspace.</summary>
    public required string Root { get; init; }

    /// <summary>What Errand remembers of the workspace as it was made.</summary>
    public required string RecordFile { get; init; }

    /// <summary>Errand's own git directory for the job.</summary>
    public required string GitDirectory { get; init; }
}
