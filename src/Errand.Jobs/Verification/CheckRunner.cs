using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Verification.Counting;
using Errand.Jobs.Verification.Reports;
using Errand.Processes;

namespace Errand.Jobs.Verification;

/// <summary>Runs checks and says what they showed.</summary>
public sealed class CheckRunner(ProcessRunner processes, TimeProvider clock)
{
    /// <summary>Longer lines are cut in the log; no summary and no error message is as long.</summary>
    private static readonly LineLimits Limits = new() { LineBytes = 64 * 1024, TotalBytes = long.MaxValue };

    /// <summary>Runs one check to its end. Everything that it started has ended when this returns.</summary>
    /// <param name="check">The check.</param>
    /// <param name="context">Where and with what.</param>
    /// <param name="cancellationToken">Kills the check; its log stays.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing of the check is left running.</exception>
    public async Task<CheckResult> RunAsync(CheckSpec check, CheckContext context, CancellationToken cancellationToken) =>
        (await ObserveAsync(check, context, cancellationToken)).Result;

    /// <summary>Like <see cref="RunAsync(CheckSpec, CheckContext, CancellationToken)"/>, with the names of tests.</summary>
    public async Task<ObservedCheck> ObserveAsync(CheckSpec check, CheckContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (check.Name.Contains('/') || check.Name.StartsWith('.'))
            throw new ArgumentException($"'{check.Name}' cannot be a log file's name.", nameof(check));

        long startedAt = clock.GetTimestamp();
        try
        {
            foreach (string directory in (ReadOnlySpan<string>)[context.HomeDirectory, context.TempDirectory, context.LogDirectory])
                Directory.CreateDirectory(directory);
            using var log = new CheckLog(Path.Combine(context.LogDirectory, $"{check.Name}.log"), context.LogLimit, context.Redactor);
            return await RunAsync(check, context, log, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ProcessStartException)
        {
            string? digest = new FailureDigest().Finish($"It could not be run: {fault.Message}");
            return new ObservedCheck(new CheckResult(check.Name, CheckStatus.Infra, null, Seconds(clock.GetElapsedTime(startedAt)), null, null, digest), [], []);
        }
    }

    private async Task<ObservedCheck> RunAsync(CheckSpec check, CheckContext context, CheckLog log, CancellationToken cancellationToken)
    {
        var output = new CheckOutput(log, context.Directory);
        FileStamp begun = ReportFiles.Now(log.Path);
        TimeSpan timeout = check.Timeout ?? context.DefaultTimeout;
        await using SandboxedRun held = context.Hold(CommandFor(check, context));
        await using RunningProcess process = processes.Start(
            held.Command, new ProcessOutput { StandardOutput = output.Take, Limits = Limits }, TerminationPolicy.Default);
        held.Begin();
        bool isInTime = await EndsInTimeAsync(process, timeout, cancellationToken);
        ProcessExit exit = await process.WaitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (isInTime && !await held.WasEntered)
            throw new IOException("the sandbox of the check could not be built; `errand doctor` tries it by itself.");

        log.Finish();
        TestCounts? printed = output.Counts.Finish();
        TestCounts? counts = printed ?? (isInTime ? ReportFiles.Read(context.Tree is { Written: { Count: > 0 } layers } ? layers : [context.Directory], begun, output.Names) : null);
        CheckMeaning meaning = isInTime
            ? CheckClassifier.Classify(new CheckEnd(exit.ExitCode, context.Directory, counts?.Failed, output.Digest.Evidence) { Layers = context.Tree?.Layers ?? [] })
            : new CheckMeaning(CheckStatus.Infra, $"It did not end within {timeout.TotalSeconds:0.###} s and was ended.");
        var result = new CheckResult(
            check.Name,
            meaning.Status,
            isInTime ? exit.ExitCode : null,
            Seconds(exit.Duration),
            counts?.Passed,
            counts?.Failed,
            meaning.Status == CheckStatus.Passed || output.Digest.Finish(meaning.Sentence) is not { } digest ? null : context.Redactor.Redact(digest))
        {
            Skipped = counts?.Skipped,
            Counts = meaning.Status == CheckStatus.Infra ? null : printed is not null ? CountSource.Output : counts is not null ? CountSource.Reports : CountSource.ExitCodeOnly,
        };
        return new ObservedCheck(result, [.. output.Names.Failing.Select(context.Redactor.Redact)], [.. output.Names.Passing.Select(context.Redactor.Redact)]) { CountsOnlyFailures = output.Counts.IsSilentOnSuccess };
    }

    /// <summary>
    /// The outer shell joins the two streams, so that log and digest have the lines in the order in which they were printed; two pipes would lose it.
    /// </summary>
    private static ProcessCommand CommandFor(CheckSpec check, CheckContext context) =>
        new("/bin/sh", ["-c", "exec 2>&1; exec /bin/sh -c \"$1\"", "sh", check.Command])
        {
            WorkingDirectory = context.Directory,
            Environment = CheckEnvironment.Of(context),
            MarkerVariable = context.Marker.Name,
        };

    /// <summary>Waits for the end, and brings it about when the time is up or nobody wants it any more.</summary>
    private async Task<bool> EndsInTimeAsync(RunningProcess process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task ended = process.WaitAsync(CancellationToken.None);
        Task first = await Task.WhenAny(ended, Task.Delay(timeout, clock, waiting.Token));
        await waiting.CancelAsync();
        if (first == ended)
            return true;

        process.Kill();
        return false;
    }

    private static double Seconds(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);
}
