using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Watches a worker that runs: how long it takes, how long it is silent, and whether somebody wants it to stop.</summary>
internal sealed class WorkerClocks(TimeProvider clock)
{
    /// <summary>A worker that takes longer than this will most likely take minutes.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>How long a worker whose call was refused may take to end by itself: its CLI understands the refusal, a program of the user's may not.</summary>
    private static readonly TimeSpan RefusedPatience = TimeSpan.FromSeconds(20);

    /// <summary>Waits for the worker's end, and brings it about when there is a reason to.</summary>
    public async Task<StopReason> WatchAsync(
        RunningProcess process, JobSpec spec, WorkerWatch watch, IModelSession? models, JobStatus status, CancellationToken cancellationToken)
    {
        var stall = new StallWatch(spec.StallTimeout, clock);
        long startedAt = clock.GetTimestamp();
        Task ended = process.WaitAsync(CancellationToken.None);
        using var done = new CancellationTokenSource();
        await using ITimer settled = clock.CreateTimer(static _ => ResidentMemory.Release(), null, Settling, Timeout.InfiniteTimeSpan);
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        Task refused = models is null ? stopped : RefusedAsync(models, done.Token);
        try
        {
            while (true)
            {
                TimeSpan left = spec.Timeout - clock.GetElapsedTime(startedAt);
                Task tick = Task.Delay(Shorter(left, stall.Interval), clock, done.Token);
                Task first = await Task.WhenAny(ended, stopped, watch.GaveUp, refused, tick);
                StopReason? reason =
                    first == ended ? StopReason.Ended
                    : first == stopped ? StopReason.Cancelled
                    : first == watch.GaveUp || first == refused ? StopReason.GivenUp
                    : clock.GetElapsedTime(startedAt) >= spec.Timeout ? StopReason.Timeout
                    : stall.IsStalled(status.Silence, process.Sample()) ? StopReason.Stalled
                    : null;
                if (reason is null)
                    continue;

                if (reason != StopReason.Ended)
                    process.Interrupt();
                return reason.Value;
            }
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    /// <summary>Ends when a worker has not taken a refusal for an end.</summary>
    private async Task RefusedAsync(IModelSession models, CancellationToken cancellationToken)
    {
        await models.BudgetReached.WaitAsync(cancellationToken);
        await Task.Delay(RefusedPatience, clock, cancellationToken);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan interval) =>
        left <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : left < interval ? left : interval;

    /// <summary>What the supervisor did to the worker outweighs what its driver makes of the end.</summary>
    public static WorkerOutcome Correct(WorkerOutcome outcome, WorkerWatch watch, StopReason reason, JobSpec spec) => reason switch
    {
        StopReason.Timeout => outcome with
        {
            Failure = BlockedClass.Timeout,
            Sentence = $"The worker was ended after {spec.Timeout.TotalSeconds:0} s, the job's time limit; its work so far is kept. Retry with a longer timeout, or accept less.",
        },
        // A driver that knows what the worker waited for in silence, such as a used-up quota, has the better word.
        StopReason.Stalled when outcome.Failure is null or BlockedClass.Stalled => outcome with
        {
            Failure = BlockedClass.Stalled,
            Sentence = $"The worker printed nothing, used no CPU and wrote nothing for {spec.StallTimeout.TotalSeconds:0} s and was ended; its work so far is kept. Look at its log, then retry the job.",
        },
        StopReason.GivenUp => outcome with { Failure = outcome.Failure ?? watch.GiveUpClass },
        _ => outcome,
    };
}
