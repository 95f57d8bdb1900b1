namespace Errand.Gateway.Scripted;

/// <summary>Holds answers back until a time has passed or someone lets them go.</summary>
internal sealed class StallGate(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> waiters = [];
    private TaskCompletionSource release = NewSource();
    private int stalled;

    /// <param name="duration">Null = until <see cref="Release"/>.</param>
    /// <param name="cancellationToken">The client went away or the server ends.</param>
    public async Task HoldAsync(TimeSpan? duration, CancellationToken cancellationToken)
    {
        Task released;
        lock (gate)
        {
            stalled++;
            released = release.Task;
            foreach (var (_, reached) in waiters.Where(waiter => stalled >= waiter.Count))
                reached.TrySetResult();
        }

        try
        {
            await released.WaitAsync(duration ?? Timeout.InfiniteTimeSpan, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
        finally
        {
            lock (gate)
                stalled--;
        }
    }

    /// <summary>Lets all go that are held now; later ones are held again.</summary>
    public void Release()
    {
        lock (gate)
        {
            release.TrySetResult();
            release = NewSource();
        }
    }

    /// <summary>Ends when so many answers are held at the same time.</summary>
    public async Task WaitAsync(int count, CancellationToken cancellationToken)
    {
        var waiter = (count, NewSource());
        lock (gate)
        {
            if (stalled >= count)
                return;

            waiters.Add(waiter);
        }

        try
        {
            await waiter.Item2.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (gate)
                waiters.Remove(waiter);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
