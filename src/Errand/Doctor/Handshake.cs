using System.Globalization;
using Errand.Core;
using Errand.Jobs;
using Errand.Jobs.Sandbox;
using Errand.Trials;

namespace Errand.Doctor;

/// <summary>Gives a worker program a small job through the real engine, with a scripted model: whether it edits a file is the proof that it works.</summary>
/// <param name="environment">The user's.</param>
/// <param name="clock">Measures it.</param>
/// <param name="strongest">The rung that jobs get.</param>
/// <param name="limit">Longest time.</param>
/// <param name="keep">Whether what it made stays.</param>
internal sealed class Handshake(ErrandEnvironment environment, TimeProvider clock, IsolationRung strongest, TimeSpan limit, bool keep)
{
    private const string Edited = "hello.txt";

    private const string Script = """
        {
          "turns": [
            { "say": "I look at the file.", "call": { "tool": "shell", "command": "cat hello.txt" } },
            { "expect": "hello", "call": { "tool": "edit", "path": "hello.txt", "old": "hello", "new": "hello, errand" } },
            { "say": "Done." }
          ]
        }
        """;

    private static readonly Dictionary<string, string> Files = new() { [Edited] = "hello\n" };

    /// <summary>What came of it.</summary>
    /// <param name="what">The name in the finding.</param>
    /// <param name="worker">The worker; only how its program is found and asked counts.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    public async Task<Finding> TryAsync(string what, WorkerSpec worker, CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        var setup = new TrialSetup { Purpose = "doctor", Workers = [TrialWorker.Of(worker)], Script = Script, Strongest = strongest, Keep = keep };
        try
        {
            Trial trial = await Trial.StartAsync(setup, environment, clock, cancellationToken);
            Finding finding;
            await using (trial)
                finding = await TryAsync(what, trial, startedAt, cancellationToken);

            return keep || trial.Leftover is not null ? finding with { Reason = $"{finding.Reason} (in {Escaping.Escape(trial.Root)})" } : finding;
        }
        catch (ErrandException fault)
        {
            return Finding.Fail(what, Sentences.Of(fault), fault.Error.Remedy.TrimEnd('.'));
        }
    }

    private async Task<Finding> TryAsync(string what, Trial trial, long startedAt, CancellationToken cancellationToken)
    {
        await trial.Repository.CreateAsync(Files, cancellationToken);
        var request = new JobRequest
        {
            Task = "Make hello.txt greet errand.",
            Cwd = trial.Repository.Root,
            Scope = [Edited],
            Checks = [new CheckSpec("greets", "grep -qx 'hello, errand' hello.txt")],
            Timeout = limit,
        };
        StartedJob started = await trial.Jobs.StartAsync(request, Trial.By, cancellationToken);
        TimeSpan left = limit - clock.GetElapsedTime(startedAt);
        JobReceipt receipt = (await trial.Jobs.WaitAsync([started.Receipt.Id], all: true, left, progress: null, cancellationToken))[0];
        string seconds = string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(startedAt).TotalSeconds:0.0} s");
        return WhatIsWrong(trial, receipt) is { } wrong
            ? Finding.Fail(what, Escaping.Escape(wrong), Remedy(receipt))
            : Finding.Ok(what, $"edited a file as a scripted model told it, and a check proved it, in {seconds}");
    }

    private string? WhatIsWrong(Trial trial, JobReceipt receipt) => receipt switch
    {
        _ when trial.Model.Violations is [{ } violation, ..] => $"it spoke to the model in a way that is not allowed: {violation.Message}",
        { State: JobState.Review, Verdict: Verdict.Verified } => null,
        { State: JobState.Review } => $"it ended well, but the file was not edited as it was told: {receipt.Reason}",
        _ when JobTransitions.IsLive(receipt.State) => $"it did not end within {limit.TotalSeconds:0} s ({trial.Model.Requests.Turns.Count()} requests reached the model)",
        _ => $"{receipt.Class}: {receipt.Reason}",
    };

    private string Remedy(JobReceipt receipt) => receipt.Class switch
    {
        "sandbox" => WorkerRemedies.Sandbox,
        _ when keep => "read jobs/j1/attempts/1/worker.log below the state directory in there",
        _ => "errand doctor --keep, then read state/jobs/j1/attempts/1/worker.log in the directory that it names",
    };
}
