namespace Errand.Gateway.Upstreams;

/// <summary>
/// Says whether answers are to be read in larger pieces, and when to look for them: one timer for all streams, which stands still while none waits.
/// </summary>
internal sealed class ReadPacer : IDisposable
{
    /// <summary>The wait of a piece of an answer; timers may stretch it to twice as much and more. Reads that follow one another within this time are quick.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    // With fewer, the processors have time for each chunk as it comes.
    private const int FewCallsOfProcessor = 4;

    private readonly Lock gate = new();
    private readonly List<GatheringStream> waiting = [];
    private readonly Func<int> callsUnderWay;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly long tick;
    private bool isTicking;
    private bool isOver;

    /// <param name="callsUnderWay">How many calls there are; is asked for each read.</param>
    /// <param name="clock">Drives the timer.</param>
    public ReadPacer(Func<int> callsUnderWay, TimeProvider clock)
    {
        this.callsUnderWay = callsUnderWay;
        this.clock = clock;
        tick = (long)(Tick.TotalSeconds * clock.TimestampFrequency);
        timer = clock.CreateTimer(static state => ((ReadPacer)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls up to which nothing is paced.</summary>
    public static int FewCalls => FewCallsOfProcessor * Environment.ProcessorCount;

    public bool IsBusy => callsUnderWay() > FewCalls;

    public long Now => clock.GetTimestamp();

    public bool IsQuick(long from, long to) => to - from < tick;

    /// <summary>The next tick resumes the stream.</summary>
    public void Wait(GatheringStream stream)
    {
        lock (gate)
        {
            if (!isOver)
            {
                waiting.Add(stream);
                if (!isTicking)
                    isTicking = timer.Change(Tick, Tick);
                return;
            }
        }

        stream.Resume();
    }

    public void Dispose()
    {
        timer.Dispose();
        List<GatheringStream> left;
        lock (gate)
        {
            isOver = true;
            left = [.. waiting];
            waiting.Clear();
        }

        left.ForEach(stream => stream.Resume());
    }

    private void OnTick()
    {
        GatheringStream[] due;
        lock (gate)
        {
            due = [.. waiting];
            waiting.Clear();
            if (due.Length == 0 && isTicking)
            {
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                isTicking = false;
            }
        }

        foreach (GatheringStream stream in due)
        {
            if (stream.Look())
                stream.Resume();
            else
                Wait(stream);
        }
    }
}
