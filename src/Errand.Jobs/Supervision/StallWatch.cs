using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Tells a stuck worker from a quiet one: stuck is one that for the whole silence limit printed nothing, used no CPU
/// and read and wrote nothing, it and everything that it started.
/// </summary>
internal sealed class StallWatch(TimeSpan limit, TimeProvider clock)
{
    /// <summary>CPU that an idle event loop uses in a limit is no work: 20 ms a second.</summary>
    private const double IdleShare = 0.02;

    private ProcessTreeSample? last;
    private long quietSince = clock.GetTimestamp();

    /// <summary>How often <see cref="IsStalled"/> wants to be asked: 20 times a limit, 50 ms to 5 s.</summary>
    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(Math.Clamp(limit.TotalMilliseconds / 20, 50, 5000));

    /// <param name="silence">Time since the worker printed.</param>
    /// <param name="sample">What its process tree has used by now.</param>
    public bool IsStalled(TimeSpan silence, ProcessTreeSample sample)
    {
        bool isWorking = last is null
            || sample.BytesRead != last.BytesRead
            || sample.BytesWritten != last.BytesWritten
            || (sample.CpuTime - last.CpuTime).TotalSeconds > Interval.TotalSeconds * IdleShare
            || silence < Interval;
        last = sample;
        if (isWorking)
            quietSince = clock.GetTimestamp();
        return clock.GetElapsedTime(quietSince) >= limit && silence >= limit;
    }
}
