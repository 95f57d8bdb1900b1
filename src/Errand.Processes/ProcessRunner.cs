using Errand.Processes.Spawning;
using Errand.Processes.Streams;

namespace Errand.Processes;

/// <summary>
/// Runs programs. A program gets descriptors 0 to 2 and no other, a session of its own without a terminal, default signals and exactly the
/// environment of its command, and everything that it started ends with it (see <see cref="RunningProcess"/>).
/// </summary>
/// <param name="clock">Measures durations and the grace time.</param>
public sealed class ProcessRunner(TimeProvider clock)
{
    /// <summary>Runs a short command to its end and keeps what it prints.</summary>
    /// <param name="command">The command.</param>
    /// <param name="outputLimit">Longest standard output that is kept, in bytes; the rest is read and dropped.</param>
    /// <param name="cancellationToken">Kills the command and everything it started.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing of the command is left running.</exception>
    /// <exception cref="ProcessStartException">The program is missing or may not be run.</exception>
    public async Task<CapturedOutput> CaptureAsync(ProcessCommand command, int outputLimit, CancellationToken cancellationToken)
    {
        Platform.RequireLinux();
        ArgumentOutOfRangeException.ThrowIfNegative(outputLimit);
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new CaptureOutputReader(outputLimit);
        RunningProcess process = Start(command, new ProcessStreams(command.StandardInput, reader), TerminationPolicy.Default);
        using CancellationTokenRegistration kill = cancellationToken.UnsafeRegister(static run => ((RunningProcess)run!).Kill(), process);
        ProcessExit exit = await process.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        if (exit.EndedBy == EndedBy.Kill)
            cancellationToken.ThrowIfCancellationRequested();
        return new CapturedOutput(exit, reader.Output.Content, reader.Error.Text, reader.BytesDropped > 0);
    }

    /// <summary>Starts a program that is watched while it runs.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">What becomes of its output.</param>
    /// <param name="policy">How it is ended.</param>
    /// <exception cref="ProcessStartException">The program is missing or may not be run.</exception>
    public RunningProcess Start(ProcessCommand command, ProcessOutput output, TerminationPolicy policy)
    {
        Platform.RequireLinux();
        return Start(command, new ProcessStreams(command.StandardInput, new LineOutputReader(output)), policy);
    }

    private RunningProcess Start(ProcessCommand command, ProcessStreams streams, TerminationPolicy policy)
    {
        try
        {
            ProcessMarker? marker = MarkerOf(command);
            long startedAt = clock.GetTimestamp();
            Child main = ChildTable.Start(SpawnRequest.For(command, streams.ChildInput, streams.ChildOutput, streams.ChildError));
            streams.CloseChildEnds();
            return new RunningProcess(main, streams, marker, policy, clock, startedAt, command.Wrappers);
        }
        catch
        {
            streams.Dispose();
            throw;
        }
    }

    private static ProcessMarker? MarkerOf(ProcessCommand command)
    {
        if (command.MarkerVariable is not string name)
            return null;
        return command.Environment.TryGetValue(name, out string? value)
            ? new ProcessMarker(name, value)
            : throw new ArgumentException($"'{name}' marks '{command.FileName}', but is not in its environment.", nameof(command));
    }
}
