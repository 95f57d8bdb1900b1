using Errand.Core;

namespace Errand.Jobs.Supervision;

/// <summary>A supervisor's answer.</summary>
/// <param name="Ok">Whether the request was understood and taken.</param>
/// <param name="Error">Why not.</param>
/// <param name="State">The job's state now.</param>
/// <param name="CpuSeconds">CPU time of the worker and everything it started; null when no worker runs.</param>
/// <param name="Bytes">Bytes read and written by them.</param>
/// <param name="LastEventSeconds">Seconds since the worker's last line.</param>
internal sealed record ControlReply(
    bool Ok,
    string? Error = null,
    JobState? State = null,
    double? CpuSeconds = null,
    long? Bytes = null,
    double? LastEventSeconds = null);
