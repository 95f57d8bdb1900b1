using System.Diagnostics;
using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Workers;

/// <summary>What came of one run of a worker.</summary>
internal sealed record WorkerAttempt(IReadOnlyList<string> Lines, IReadOnlyList<WorkerEvent> Events, WorkerOutcome Outcome)
{
    /// <summary>Runs a worker, reads it line by line, and interrupts it when that is asked for or when its driver gives up.</summary>
    public static async Task<WorkerAttempt> RunAsync(ProcessCommand command, IWorkerOutput output, Task? interrupt)
    {
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

        var lines = new List<string>();
        var events = new List<WorkerEvent>();
        var reason = StopReason.Ended;
        using Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        try
        {
            Task reading = Task.WhenAll(ReadAsync(process.StandardOutput, isError: false), ReadAsync(process.StandardError, isError: true));
            await process.StandardInput.BaseStream.WriteAsync(command.StandardInput, timeout.Token);
            process.StandardInput.Close();
            if (interrupt is not null)
            {
                await interrupt.WaitAsync(timeout.Token);
                Interrupt(StopReason.Cancelled);
            }

            await reading;
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        int? signal = process.ExitCode > 128 ? process.ExitCode - 128 : null;
        return new WorkerAttempt(lines, events, output.Finish(new ProcessExit(process.ExitCode, signal, TimeSpan.Zero, EndedBy.Itself, 0), reason));

        async Task ReadAsync(StreamReader reader, bool isError)
        {
            while (await reader.ReadLineAsync(timeout.Token) is { } line)
            {
                lock (events)
                {
                    lines.Add(line);
                    IReadOnlyList<WorkerEvent> read = output.Read(new WorkerLine(line, isError, IsTruncated: false));
                    events.AddRange(read);
                    if (reason == StopReason.Ended && read.Any(entry => entry.GiveUp is not null))
                        Interrupt(StopReason.GivenUp);
                }
            }
        }

        void Interrupt(StopReason why)
        {
            reason = why;
            using Process kill = Process.Start("/bin/kill", ["-INT", process.Id.ToString()]);
            kill.WaitForExit();
        }
    }

    public override string ToString() => $"{Outcome}\nwarnings: {string.Join(" | ", Outcome.Warnings)}\n{string.Join('\n', Lines)}";
}
