using Errand.Core;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>What to capture, and under which names.</summary>
public sealed record CaptureRequest
{
    public required JobId Job { get; init; }

    /// <summary>The attempt's number, from 1.</summary>
    public required int Attempt { get; init; }

    public required PreparedWorkspace Workspace { get; init; }

    /// <summary>Where the patch is written; absolute.</summary>
    public required string PatchFile { get; init; }

    /// <summary>The commit's message.</summary>
    public required string Message { get; init; }

    /// <summary>Files of a clone that are captured although they are ignored, because the job's scope names each of them.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    public CaptureLimits Limits { get; init; } = CaptureLimits.Default;
}
