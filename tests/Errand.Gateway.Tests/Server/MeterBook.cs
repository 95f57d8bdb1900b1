using System.Collections.Concurrent;
using Errand.Gateway.Ledger;

namespace Errand.Gateway.Tests.Server;

/// <summary>A meter that lets calls through until it is told otherwise, and keeps what it was told.</summary>
internal sealed class MeterBook : ICallMeter
{
    private int reserved;
    private int released;

    /// <summary>What refuses the next calls; null = nothing does.</summary>
    public string? Refusal { get; set; }

    /// <summary>What the next reservations throw; null = nothing.</summary>
    public Exception? Breakage { get; set; }

    /// <summary>What was asked for.</summary>
    public ConcurrentQueue<CallEstimate> Estimates { get; } = new();

    public ConcurrentQueue<CallRecord> Records { get; } = new();

    /// <summary>What was granted.</summary>
    public ConcurrentQueue<CallPermit> Permits { get; } = new();

    /// <summary>Permits that were not settled yet.</summary>
    public int Open => reserved - released - Records.Count;

    public ValueTask<CallPermit> ReserveAsync(CallEstimate estimate, CancellationToken cancellationToken)
    {
        if (Breakage is not null)
            throw Breakage;
        Estimates.Enqueue(estimate);
        if (Refusal is not null)
            return ValueTask.FromResult(new CallPermit(false, Refusal, 0, 0));

        Interlocked.Increment(ref reserved);
        var permit = new CallPermit(true, null, estimate.InputTokens, 0);
        Permits.Enqueue(permit);
        return ValueTask.FromResult(permit);
    }

    /// <summary>Forgets what was asked for and settled.</summary>
    public void Clear()
    {
        Estimates.Clear();
        Interlocked.Add(ref reserved, -Records.Count);
        Records.Clear();
    }

    public void Release(CallPermit permit) => Interlocked.Increment(ref released);

    public void Settle(CallPermit permit, CallRecord record) => Records.Enqueue(record);
}
