using System.Net.Sockets;
using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Owns one running job, in a process of its own. It alone writes the job's journal while it lives; its death ends the worker,
/// because the guard above it and the marker that every process of the job carries find all that is left.
/// A supervisor that finds a live job whose former supervisor is dead recovers it: it ends leftovers, captures the work and
/// blocks the job as lost.
/// </summary>
public sealed class JobSupervisor(JobStore store, SlotPool slots, AttemptRunner attempts, JobRecovery recovery, AttemptBook book, ErrandEnvironment environment, TimeProvider clock)
{
    /// <summary>How long a predecessor, or a reader that is writing down a decision, may keep the journal.</summary>
    private static readonly TimeSpan TakePatience = TimeSpan.FromSeconds(3);

    private const string By = "supervisor";

    /// <summary>Runs the job until nobody has to watch over it any more.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">The machine shuts down: the worker is ended, its work captured, and the job blocked.</param>
    public async Task RunAsync(JobId id, CancellationToken cancellationToken)
    {
        JobSpec spec = store.ReadSpec(id);
        JobPaths paths = store.State.Job(id);
        using JournalWriter? journal = await JournalWriter.OpenAsync(paths, TakePatience, clock, cancellationToken);
        if (journal is null || !JobTransitions.IsLive(journal.History.State))
            return;

        // Of whatever happens to the job in this process; a worker's own secrets are added when it is started.
        journal.Redactor = new Redactor(KnownValues.Of([.. spec.Setup.Environment, .. environment.Variables]));
        var job = new SupervisedJob(spec, paths, store.State.Job(spec.WorkspaceOwner), journal);
        job.SaveReceiptsInTime(clock);
        var reserve = new DiskReserve(paths.Reserve);
        try
        {
            if (journal.History.IsTaken)
            {
                // What the dead supervisor has set aside is this one's.
                await recovery.RecoverAsync(job, cancellationToken);
                book.Record(job);
                return;
            }

            reserve.Take();
            await TakeAsync(job, cancellationToken);
        }
        finally
        {
            reserve.Release();
            job.SaveReceipt(clock);
        }
    }

    private async Task TakeAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        string run = RunMarker.NewToken();
        job.Journal.Append(new SupervisorStarted(ProcessIdentity.Current(), run, Guard.Watching()));
        await SuperviseAsync(job, run, cancellationToken);
    }

    private async Task SuperviseAsync(SupervisedJob job, string run, CancellationToken cancellationToken)
    {
        int booked = job.History.Attempt;
        var feed = new EventFeed();
        using var stop = new StopSignal(cancellationToken);
        var status = new JobStatus(job.Journal, clock);
        ControlServer? control = null;
        try
        {
            control = Listen(job, stop, status, feed);
            using IDisposable slot = await slots.TakeAsync(stop.Token);
            await recovery.RecoverFormerAsync(job.Spec, stop.Token);
            while (await attempts.RunAsync(job, run, stop, status, feed))
            {
                book.Record(job);
                booked = job.History.Attempt;
            }
        }
        catch (OperationCanceledException) when (stop.IsStopped)
        {
            EndStopped(job, stop);
        }
        catch (ErrandException fault)
        {
            await EndFaultedAsync(job, fault.Message);
        }
        catch (Exception fault) when (JobTransitions.IsLive(job.History.State))
        {
            await EndFaultedAsync(job, $"The supervisor failed: {fault.Message.TrimEnd('.')}. The work so far is kept; retry the job to go on.");
        }
        finally
        {
            feed.Complete();
            if (job.History.Attempt > booked)
                book.Record(job);
            if (control is not null)
                await control.DisposeAsync();
        }
    }

    /// <summary>A fault that nobody expected must not make a lost job of one whose supervisor lives.</summary>
    private async Task EndFaultedAsync(SupervisedJob job, string reason)
    {
        if (!JobTransitions.IsLive(job.History.State))
            return;

        if (!job.History.IsCaptured)
            await recovery.CaptureAsync(job, CancellationToken.None);
        job.Journal.Block(BlockedClass.Infra, reason, By);
    }

    private static ControlServer Listen(SupervisedJob job, StopSignal stop, JobStatus status, EventFeed feed)
    {
        try
        {
            return new ControlServer(job.Paths.ControlSocket, request => Answer(request, job, stop, status), feed);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new ErrandException(
                ErrorCatalog.StateDirectoryUnusable,
                $"The control socket '{job.Paths.ControlSocket}' could not be made: {cause.Message.TrimEnd('.')}. Set ERRAND_HOME to a local file system that has sockets, then retry the job.",
                cause);
        }
    }

    private static ControlReply Answer(ControlRequest request, SupervisedJob job, StopSignal stop, JobStatus status)
    {
        switch (request)
        {
            case { Op: ControlOperation.Cancel, Reason: null }:
                return new ControlReply(false, "A cancel needs a reason.");
            case { Op: ControlOperation.Cancel, Reason: { } reason }:
                stop.Cancel(reason, DeciderOf(request));
                break;
            case { Op: ControlOperation.Raise, More: { } more, Request: { } id }:
                return Raise(job, more, DeciderOf(request), id) ? status.Reply() : status.Reply() with { Ok = false };
            case { Op: ControlOperation.Raise }:
                return new ControlReply(false, "A raise needs an amount and an id.");
        }

        return status.Reply();
    }

    private static Decider DeciderOf(ControlRequest request) => new(request.By ?? "unknown", request.Why);

    /// <returns>False = not now: the job is about to wait, or is over.</returns>
    private static bool Raise(SupervisedJob job, Budget more, Decider by, string request)
    {
        try
        {
            return JobTransitions.IsLive(job.History.State) && job.Budget.TryRaise(more, by, request);
        }
        catch (ErrandException)
        {
            // Whoever asks has looked at the amount: it is the disk, which the job itself will tell of.
            return false;
        }
    }

    /// <summary>A job that was stopped before its worker ran has nothing to capture.</summary>
    private static void EndStopped(SupervisedJob job, StopSignal stop)
    {
        if (!JobTransitions.IsLive(job.Journal.History.State))
            return;
        stop.Record(job.Journal);
    }
}
