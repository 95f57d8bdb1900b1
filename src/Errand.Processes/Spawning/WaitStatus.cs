namespace Errand.Processes.Spawning;

/// <summary>How a process ended, as <c>waitpid</c> tells it.</summary>
/// <param name="ExitCode">The exit code; 128 + signal number when a signal ended it.</param>
/// <param name="Signal">The signal that ended it; null when it exited.</param>
internal readonly record struct WaitStatus(int ExitCode, int? Signal)
{
    /// <summary>Somebody else took the status: it is known to have ended, and nothing more.</summary>
    public static WaitStatus Unknown { get; } = new(255, null);

    /// <summary>It could not be ended; what a shell says of a killed process.</summary>
    public static WaitStatus StillRunning { get; } = new(128 + Native.Signal.Kill, Native.Signal.Kill);

    public static WaitStatus Decode(int status)
    {
        int signal = status & 0x7f;
        return signal == 0 ? new WaitStatus((status >> 8) & 0xff, null) : new WaitStatus(128 + signal, signal);
    }
}
