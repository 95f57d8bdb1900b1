using System.Diagnostics;

namespace Errand.Processes;

/// <summary>Runs programs.</summary>
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
        long startedAt = clock.GetTimestamp();
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in command.Environment)
            start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output, CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.StandardInput.BaseStream.WriteAsync(command.StandardInput, cancellationToken).ConfigureAwait(false);
        process.StandardInput.Close();
        await reading.ConfigureAwait(false);
        string error = await errors.ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        var exit = new ProcessExit(process.ExitCode, null, clock.GetElapsedTime(startedAt), EndedBy.Itself, 0);
        ReadOnlyMemory<byte> bytes = output.GetBuffer().AsMemory(0, (int)Math.Min(output.Length, outputLimit));
        return new CapturedOutput(exit, bytes, error, output.Length > outputLimit);
    }
}
