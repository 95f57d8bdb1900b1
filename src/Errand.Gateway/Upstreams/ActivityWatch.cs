using Errand.Gateway.Configuration;

namespace Errand.Gateway.Upstreams;

/// <summary>
/// Watches all calls with one timer, so that a byte that arrives costs one write to memory and not a change of a timer. The timer stands
/// still while there is no call.
/// </summary>
internal sealed class ActivityWatch : IDisposable
{
    private const int MostSpares = 512;

    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<CallActivity> calls = [];
    private readonly Stack<CallActivity> spares = [];
    private readonly HashSet<ISilenceListener> listeners = [];
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly TimeSpan tick;
    private readonly long limit;
    private bool isTicking;

    public ActivityWatch(TimeoutOptions timeouts, TimeProvider clock)
    {
        this.clock = clock;
        limit = (long)(timeouts.Activity.TotalSeconds * clock.TimestampFrequency);
        TimeSpan shortest = timeouts.Activity < timeouts.Ping ? timeouts.Activity : timeouts.Ping;
        tick = shortest / 4 < LongestTick ? shortest / 4 : LongestTick;
        timer = clock.CreateTimer(static state => ((ActivityWatch)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls that are under way, each stream once more for its client.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return calls.Count + listeners.Count;
        }
    }

    /// <summary>Calls to upstreams, counted without the lock: good enough to tell few from many.</summary>
    public int Calls => calls.Count;

    /// <param name="clientLeft">Cancels the call as well.</param>
    public CallActivity Start(CancellationToken clientLeft)
    {
        lock (gate)
        {
            CallActivity call = spares.TryPop(out CallActivity? spare) ? spare : new CallActivity();
            call.Index = calls.Count;
            calls.Add(call);
            call.Start(clock.GetTimestamp(), clientLeft);
            Tick();
            return call;
        }
    }

    public void End(CallActivity call)
    {
        lock (gate)
        {
            if (!call.HasStalled)
                Remove(call);
        }

        // Outside the lock: it waits for a cancellation that is being told right now.
        bool isFit = call.TryReset();
        lock (gate)
        {
            if (isFit && spares.Count < MostSpares)
                spares.Push(call);
        }
    }

    /// <summary>From now on the listener is told of each tick.</summary>
    public void Add(ISilenceListener listener)
    {
        lock (gate)
        {
            listeners.Add(listener);
            Tick();
        }
    }

    /// <summary>A tick that began before this may still tell it.</summary>
    public void Remove(ISilenceListener listener)
    {
        lock (gate)
            listeners.Remove(listener);
    }

    public void Dispose() => timer.Dispose();

    private void Tick()
    {
        if (!isTicking)
            isTicking = timer.Change(tick, tick);
    }

    private void Remove(CallActivity call)
    {
        CallActivity last = calls[^1];
        calls[call.Index] = last;
        last.Index = call.Index;
        calls.RemoveAt(calls.Count - 1);
    }

    private void OnTick()
    {
        List<CallActivity>? stalled = null;
        ISilenceListener[] told;
        long now = clock.GetTimestamp();
        lock (gate)
        {
            for (int index = calls.Count - 1; index >= 0; index--)
            {
                CallActivity call = calls[index];
                if (call.Stall(now, limit))
                {
                    Remove(call);
                    (stalled ??= []).Add(call);
                }
            }

            told = [.. listeners];
            if (calls.Count == 0 && told.Length == 0)
            {
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                isTicking = false;
            }
        }

        stalled?.ForEach(call => call.Cancel());
        foreach (ISilenceListener listener in told)
            listener.OnTick(now);
    }
}
