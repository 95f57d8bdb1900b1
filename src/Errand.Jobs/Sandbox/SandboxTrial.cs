using Errand.Processes;

namespace Errand.Jobs.Sandbox;

/// <summary>Runs a program in a sandbox that may not work.</summary>
internal sealed class SandboxTrial(ProcessRunner processes)
{
    private const int LongestAnswer = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>What it printed and how it ended; or why it did not come to that.</returns>
    public async Task<(CapturedOutput? Answer, string? Failure)> RunAsync(ISandbox sandbox, SandboxSpec spec, IReadOnlyList<string> program, CancellationToken cancellationToken)
    {
        var command = new ProcessCommand(program[0], [.. program.Skip(1)])
        {
            WorkingDirectory = spec.Home,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        };
        using var patience = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using SandboxedRun run = sandbox.Prepare(spec, command);
            return (await processes.CaptureAsync(run.Command, LongestAnswer, either.Token), null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ProcessStartException or PlatformNotSupportedException)
        {
            return (null, fault.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"it did not answer within {Patience.TotalSeconds:0} s");
        }
    }
}
