using Errand.Core;

namespace Errand.Gateway.Ledger.Statistics;

/// <summary>A line of <c>errand stats</c>.</summary>
public sealed record UsageLine
{
    /// <summary>The day, model, worker, tier, repository or outcome; empty for the sum of all.</summary>
    public required string Key { get; init; }

    /// <summary>Attempts of jobs that ended.</summary>
    public long Attempts { get; init; }

    /// <summary>Of them, those whose work was verified.</summary>
    public long Verified { get; init; }

    /// <summary><see cref="Verified"/> of <see cref="Attempts"/>, 0 to 1; null = no attempt ended.</summary>
    public double? SuccessRate => Attempts == 0 ? null : Math.Round((double)Verified / Attempts, 4);

    public long Calls { get; init; }

    /// <summary>Of the calls, those that did not come to a proper end.</summary>
    public long FailedCalls { get; init; }

    /// <summary>Input tokens that came from no cache.</summary>
    public long InputTokens { get; init; }

    public long CachedTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Wall time of the attempts.</summary>
    public double Seconds { get; init; }

    /// <summary>Time of the calls; those that ran at once count each.</summary>
    public double ModelSeconds { get; init; }

    /// <summary>What it cost, by currency.</summary>
    public IReadOnlyList<MoneyAmount> Cost { get; init; } = [];

    /// <summary>Tokens, about, that hosts read of it: the receipts.</summary>
    public long HostTokens { get; init; }

    /// <summary>Tokens of jobs that their hosts did not have to read: input from no cache and output, without <see cref="HostTokens"/>; never below 0.</summary>
    public long HostTokensSpared { get; init; }

    /// <summary>Whether all of it was counted by the gateway.</summary>
    public Metering Metering { get; init; }
}
