namespace Errand.Processes;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">The exit code; 128 + signal number when a signal ended it.</param>
/// <param name="Signal">The signal that ended it; null when it exited.</param>
/// <param name="Duration">Time from start to end.</param>
/// <param name="EndedBy">What made it end.</param>
/// <param name="Survivors">Processes of its tree that could not be ended; 0 is the proof that none is left.</param>
public sealed record ProcessExit(int ExitCode, int? Signal, TimeSpan Duration, EndedBy EndedBy, int Survivors)
{
    /// <summary>Bytes that it printed, on both streams.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Bytes of them that came after the limit and were dropped.</summary>
    public long DroppedBytes { get; init; }

    /// <summary>Whether a process that could not be found or ended still held a stream open when reading stopped.</summary>
    public bool OutputHeldOpen { get; init; }
}
