namespace Errand.Gateway.Tests;

/// <summary>A clock that stands still until a test moves it; timers that become due are called before <see cref="Advance"/> returns.</summary>
internal sealed class ManualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that will be called.</summary>
    public int TimersUnderWay
    {
        get
        {
            lock (gate)
                return timers.Count(timer => timer.DueAt != long.MaxValue);
        }
    }

    public override long GetTimestamp() => Volatile.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (gate)
            timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock. A timer with a period is called once, however long the step is.</summary>
    public void Advance(TimeSpan time)
    {
        ManualTimer[] due;
        lock (gate)
        {
            ticks += time.Ticks;
            due = [.. timers.Where(timer => timer.DueAt <= ticks)];
        }

        foreach (ManualTimer timer in due)
            timer.Call();
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        private long period;

        public long DueAt { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            lock (clock.gate)
            {
                period = every <= TimeSpan.Zero ? long.MaxValue : every.Ticks;
                DueAt = dueTime < TimeSpan.Zero ? long.MaxValue : clock.ticks + dueTime.Ticks;
                return true;
            }
        }

        public void Call()
        {
            lock (clock.gate)
                DueAt = period == long.MaxValue ? long.MaxValue : clock.ticks + period;
            callback();
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
