namespace Errand.Processes;

/// <summary>What becomes of a process's output. Both streams are always read, to their ends, from the first moment.</summary>
public sealed record ProcessOutput
{
    /// <summary>Everything is read and dropped.</summary>
    public static ProcessOutput Dropped { get; } = new();

    /// <summary>
    /// Takes each line of standard output; null = dropped. The sinks of one process are called one at a time, in the order of their stream,
    /// and the process waits when they are slow. One that throws ends the process, and <see cref="RunningProcess.WaitAsync"/> throws what
    /// it threw.
    /// </summary>
    public Action<OutputLine>? StandardOutput { get; init; }

    /// <summary>Takes each line of standard error; see <see cref="StandardOutput"/>.</summary>
    public Action<OutputLine>? StandardError { get; init; }

    /// <summary>How much of each stream the sinks get.</summary>
    public LineLimits Limits { get; init; } = LineLimits.Default;
}
