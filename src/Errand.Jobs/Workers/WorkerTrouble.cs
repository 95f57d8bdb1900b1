using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>Why a worker cannot go on, or what it waits for just now.</summary>
/// <param name="Class">The class in which a job is blocked by it.</param>
/// <param name="Sentence">What happened and what to do next.</param>
internal sealed partial record WorkerTrouble(BlockedClass Class, string Sentence)
{
    private const int LongestDetail = 300;

    /// <param name="worker">Whose trouble it is.</param>
    /// <param name="class">Its class.</param>
    /// <param name="words">The worker's or the endpoint's own words; untrusted, of any length. They are quoted.</param>
    /// <param name="finding">What Errand itself has seen, as a part of a sentence; null = nothing more.</param>
    public static WorkerTrouble Of(WorkerSpec worker, BlockedClass @class, string? words, string? finding = null)
    {
        string said = string.Concat(((string?[])[finding, Quote(words)]).OfType<string>().Select((part, index) => (index == 0 ? ": " : ", ") + part));
        return new(@class, @class switch
        {
            BlockedClass.Auth => $"The model endpoint refused the credentials of worker '{worker.Name}'{said}. Check its key or login, then retry.",
            BlockedClass.Quota => $"The quota or rate limit of worker '{worker.Name}' is used up{said}. Wait for it or choose another worker, then retry.",
            BlockedClass.Network => $"The model endpoint of worker '{worker.Name}' could not be reached or failed{said}. Check its address and the network, then retry.",
            BlockedClass.Budget => $"Worker '{worker.Name}' has used up its budget{said}. Raise it, then retry.",
            BlockedClass.Sandbox => $"The sandbox of worker '{worker.Name}' does not work here{said}. Run `errand doctor`, or choose another worker.",
            BlockedClass.NoResult => $"Worker '{worker.Name}' ended without a result{said}. Look at its log, then retry.",
            _ => $"Worker '{worker.Name}' failed{said}. Look at its log, then retry.",
        });
    }

    /// <summary>What an end by somebody else's hand means; null = the worker ended by itself.</summary>
    /// <param name="worker">The worker that was ended.</param>
    /// <param name="reason">Whose doing it was.</param>
    /// <param name="waitedFor">What it waited for when it was ended; null = it was at work.</param>
    public static WorkerTrouble? OfStop(WorkerSpec worker, StopReason reason, WorkerTrouble? waitedFor) => reason switch
    {
        StopReason.Ended => null,
        StopReason.Cancelled => new(BlockedClass.NoResult, $"Worker '{worker.Name}' was cancelled."),
        StopReason.Timeout => new(BlockedClass.Timeout, $"Worker '{worker.Name}' was ended because its time was used up. Give it more with a longer timeout, then retry."),
        // A CLI that was told to wait for an hour does so in silence: the quota is the news, not the silence.
        StopReason.Stalled => waitedFor ?? new(BlockedClass.Stalled, $"Worker '{worker.Name}' was ended because it was silent and did nothing. Look at its log, then retry."),
        _ => waitedFor ?? Of(worker, BlockedClass.WorkerFailed, null),
    };

    /// <summary>What the end of a process without any word in its protocol means.</summary>
    /// <param name="worker">The worker that ended.</param>
    /// <param name="exit">How.</param>
    /// <param name="complaint">Its own last words; null = none.</param>
    /// <param name="when">What it had done before; null = nothing that is known.</param>
    public static WorkerTrouble OfExit(WorkerSpec worker, Processes.ProcessExit exit, string? complaint, string? when = null) => exit switch
    {
        { Signal: { } signal } => Of(worker, BlockedClass.NoResult, null, $"signal {signal} ended it{(signal == 9 ? ", perhaps because memory ran out" : "")}"),
        { ExitCode: 0 } => Of(worker, BlockedClass.NoResult, complaint),
        _ => Of(worker, BlockedClass.WorkerFailed, complaint, $"exit code {exit.ExitCode}{(when is null ? "" : $" {when}")}"),
    };

    /// <summary>The class of an endpoint's answer; null = the status says nothing about it.</summary>
    public static BlockedClass? ClassOf(long? status) => status switch
    {
        401 or 403 => BlockedClass.Auth,
        402 or 429 => BlockedClass.Quota,
        408 or (>= 500 and <= 599) => BlockedClass.Network,
        _ => null,
    };

    /// <summary>The words in one line and in quotes, without the full stop; null = there are none.</summary>
    private static string? Quote(string? words)
    {
        string line = Whitespace().Replace(Colours().Replace(words ?? "", ""), " ").Trim();
        return line.Length == 0 ? null : Escaping.Quote(Escaping.Cut(line, LongestDetail).TrimEnd('.'));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex Colours();
}
