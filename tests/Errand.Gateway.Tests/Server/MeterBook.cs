using System.Collections.Concurrent;
using Errand.Gateway.Ledger;

namespace Errand.Gateway.Tests.Server;

/// <summary>A meter that lets calls through until it is told otherwise, and keeps what it was told.</summary>
internal sealed class MeterBook : ICallMeter
{
    private int reserved;

    /// <summary>What refuses the next calls; null = nothing does.</summary>
    public string? Refusal { get; set; }

    public ConcurrentQueue<CallRecord> Records { get; } = new();

    /// <summary>Permits that were not settled yet.</summary>
    public int Open => reserved - Records.Count;

    public ValueTask<CallPermit> ReserveAsync(CallEstimate estimate, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
            return ValueTask.FromResult(new CallPermit(false, Refusal, 0, 0));

        Interlocked.Increment(ref reserved);
        return ValueTask.FromResult(new CallPermit(true, null, estimate.InputTokens, 0));
    }

    public void Settle(CallPermit permit, CallRecord record) => Records.Enqueue(record);
}
