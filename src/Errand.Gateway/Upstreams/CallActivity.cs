namespace Errand.Gateway.Upstreams;

/// <summary>The clock of one call: cancels it when the upstream is silent for too long, or when the client leaves.</summary>
#pragma warning disable CA1001 // The source has no timer and no handle: there is nothing to give back, and it may still be cancelled by a late tick.
internal sealed class CallActivity
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource source = new();
    private CancellationTokenRegistration client;
    private long heardAt;

    /// <summary>Its place in the list of <see cref="ActivityWatch"/>.</summary>
    public int Index { get; set; }

    /// <summary>Whether the upstream was silent for too long.</summary>
    public bool HasStalled { get; private set; }

    public CancellationToken Token => source.Token;

    public void Start(long now, CancellationToken clientLeft)
    {
        heardAt = now;
        HasStalled = false;
        client = clientLeft.UnsafeRegister(static state => ((CallActivity)state!).source.Cancel(), this);
    }

    /// <summary>The upstream was heard.</summary>
    public void Touch(long now) => Volatile.Write(ref heardAt, now);

    /// <summary>Nothing is expected of the upstream until it is heard again.</summary>
    public void Pause() => Volatile.Write(ref heardAt, long.MaxValue);

    /// <summary>Marks the call as stalled if it is; the caller then cancels it, outside its lock.</summary>
    public bool Stall(long now, long limit)
    {
        if (now - Volatile.Read(ref heardAt) < limit)
            return false;

        HasStalled = true;
        return true;
    }

    public void Cancel() => source.Cancel();

    /// <summary>Makes it fit for another call; false = it was cancelled, and is thrown away.</summary>
    public bool TryReset()
    {
        client.Dispose();
        return !HasStalled && source.TryReset();
    }
}
