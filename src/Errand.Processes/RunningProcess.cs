using Errand.Processes.Native;
using Errand.Processes.Spawning;
using Errand.Processes.Streams;
using Errand.Processes.Trees;

namespace Errand.Processes;

/// <summary>
/// A process under way, with everything that it starts. It ends by itself, by <see cref="Interrupt"/> or by <see cref="Kill"/>; whichever
/// it is, its descendants end with it, daemons and processes in sessions of their own included.
/// </summary>
/// <remarks>
/// How a run ends, in order:
/// <list type="number">
/// <item>The main process ends by itself, or SIGINT ends it within the grace time, or the whole tree is killed.</item>
/// <item>What it left behind is killed; after an end by itself it first gets <see cref="TerminationPolicy.Linger"/> to write its last
/// lines.</item>
/// <item>What is in the pipes is read. Nobody's hold on the other end can make this last longer than
/// <see cref="TerminationPolicy.KillWait"/>.</item>
/// </list>
/// </remarks>
public sealed class RunningProcess : IAsyncDisposable
{
    private static readonly TimeSpan LingerStep = TimeSpan.FromMilliseconds(10);

    private readonly Child main;
    private readonly ProcessStreams streams;
    private readonly ProcessFamily family;
    private readonly ProcessMarker? marker;
    private readonly TerminationPolicy policy;
    private readonly TimeProvider clock;
    private readonly long startedAt;
    private readonly int wrappers;
    private readonly TaskCompletionSource interruptAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource killAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<ProcessExit> end;

    internal RunningProcess(
        Child main, ProcessStreams streams, ProcessMarker? marker, TerminationPolicy policy, TimeProvider clock, long startedAt, int wrappers)
    {
        this.main = main;
        this.streams = streams;
        this.marker = marker;
        this.policy = policy;
        this.clock = clock;
        this.startedAt = startedAt;
        this.wrappers = wrappers;
        family = new ProcessFamily(main.Identity, marker) { ClaimsUnknownOrphans = true };
        end = RunToEndAsync();
    }

    /// <summary>The main process.</summary>
    public ProcessIdentity Identity => main.Identity;

    /// <summary>Bytes that it has printed so far, on both streams; it grows even while it prints one endless line.</summary>
    public long OutputBytes => streams.BytesRead;

    /// <summary>
    /// Asks the main process, or the program that it wraps, to stop (SIGINT), and kills the whole tree when it has not within <see cref="TerminationPolicy.Grace"/>.
    /// Returns at once; asking again changes nothing.
    /// </summary>
    public void Interrupt() => interruptAsked.TrySetResult();

    /// <summary>Kills the whole tree now, even while a grace time runs. Returns at once; asking again changes nothing.</summary>
    public void Kill() => killAsked.TrySetResult();

    /// <summary>
    /// Waits until nothing of it is left, or what is left has proved that it cannot be killed, and the sinks have got all output.
    /// </summary>
    /// <param name="cancellationToken">Stops the waiting and nothing else.</param>
    public Task<ProcessExit> WaitAsync(CancellationToken cancellationToken) => end.WaitAsync(cancellationToken);

    /// <summary>What the tree has done so far.</summary>
    public ProcessTreeSample Sample() => ProcessTreeSample.Take(main.Identity, marker);

    /// <summary>Kills whatever is left of it and waits for the end.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        // A sink's exception is for the one who waits; disposing must not throw it a second time.
        await ((Task)end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<ProcessExit> RunToEndAsync()
    {
        using ProcessStreams served = streams;
        served.Start(onFailure: Kill);
        EndedBy endedBy = await EndMainAsync().ConfigureAwait(false);
        TimeSpan duration = clock.GetElapsedTime(startedAt);
        int survivors = await EndLeftoversAsync(endedBy).ConfigureAwait(false);
        await served.FinishAsync(policy.KillWait).ConfigureAwait(false);

        WaitStatus status = main.Ended.IsCompleted ? await main.Ended.ConfigureAwait(false) : WaitStatus.StillRunning;
        return new ProcessExit(status.ExitCode, status.Signal, duration, endedBy, survivors)
        {
            OutputBytes = served.BytesRead,
            DroppedBytes = served.BytesDropped,
            OutputHeldOpen = served.AreHeldOpen,
        };
    }

    private async Task<EndedBy> EndMainAsync()
    {
        RunsUnderWay.Enter();
        try
        {
            await Task.WhenAny(main.Ended, interruptAsked.Task, killAsked.Task).ConfigureAwait(false);
            if (main.Ended.IsCompleted)
                return EndedBy.Itself;
            if (!killAsked.Task.IsCompleted && await InterruptMainAsync().ConfigureAwait(false))
                return EndedBy.Interrupt;
            await KillTreeAsync().ConfigureAwait(false);
            return EndedBy.Kill;
        }
        finally
        {
            RunsUnderWay.Leave();
        }
    }

    private async Task<bool> InterruptMainAsync()
    {
        if (wrappers == 0 || WrappedProgram.Find(main.Pid, wrappers) is not { } wrapped)
            main.Send(Signal.Interrupt);
        else
            _ = Libc.Kill(wrapped, Signal.Interrupt);
        using var graceEnd = new CancellationTokenSource();
        await Task.WhenAny(main.Ended, killAsked.Task, Task.Delay(policy.Grace, clock, graceEnd.Token)).ConfigureAwait(false);
        await graceEnd.CancelAsync().ConfigureAwait(false);
        return main.Ended.IsCompleted;
    }

    private async Task KillTreeAsync()
    {
        await TreeKiller.EndAsync(family, policy.KillWait, CancellationToken.None).ConfigureAwait(false);
        // /proc shows the end a moment before the kernel reports it; of a process that hangs in the kernel neither happens.
        await ((Task)main.Ended).WaitAsync(policy.KillWait, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<int> EndLeftoversAsync(EndedBy endedBy)
    {
        bool isEmpty = main.Ended.IsCompleted && family.IsCertainlyEmpty();
        if (endedBy == EndedBy.Itself)
        {
            // A stream that stays open says that somebody is there after all.
            isEmpty = isEmpty && await streams.AreAtEndAsync(policy.Linger).ConfigureAwait(false);
            if (!isEmpty)
                await LingerAsync().ConfigureAwait(false);
        }

        return isEmpty ? 0 : await TreeKiller.EndAsync(family, policy.KillWait, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task LingerAsync()
    {
        // The machine's time: with a clock that a test holds still this would last for ever.
        TimeProvider machine = TimeProvider.System;
        long since = machine.GetTimestamp();
        while (!killAsked.Task.IsCompleted
            && !interruptAsked.Task.IsCompleted
            && machine.GetElapsedTime(since) < policy.Linger
            && family.Living().Count > 0)
            await Task.Delay(LingerStep, machine).ConfigureAwait(false);
    }
}
