using Errand.Core;

namespace Errand.Text;

/// <summary>
/// What is said again and again of a job that is not done yet, so it is short: <c>j7 running · 84 s · last event 3 s ago</c>. At most 25 tokens.
/// </summary>
internal static class RunningLine
{
    public static string Of(JobReceipt receipt)
    {
        string line = $"{receipt.Id} {HeadLine.StateOf(receipt)} · {Amounts.Time(receipt.Seconds)}";
        return LifeOf(receipt) is { } life ? $"{line} · {life}" : line;
    }

    /// <summary>The sign of life of a live job; null = the job is in no state to give one.</summary>
    public static string? LifeOf(JobReceipt receipt)
    {
        if (!JobTransitions.IsLive(receipt.State) || receipt.State == JobState.Queued)
            return null;
        if (!receipt.Alive)
            return "no supervisor";
        return receipt.LastEventSeconds is { } seconds ? $"last event {Amounts.Time(Math.Round(seconds))} ago" : null;
    }
}
