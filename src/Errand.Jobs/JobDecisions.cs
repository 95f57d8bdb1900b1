using System.Security.Cryptography;
using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;

namespace Errand.Jobs;

/// <summary>What a host decides about a job, written to its journal with who and why.</summary>
public sealed class JobDecisions(JobStore store, Acceptance acceptance, ISupervisorLauncher launcher, TimeProvider clock)
{
    /// <summary>Reworks that a job may have unless the configuration says otherwise.</summary>
    public const int MostReworks = 3;

    /// <summary>How long a supervisor that has just judged the work may take to go.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a cancelled worker may take to be gone: grace, kill, capture.</summary>
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public async Task AcceptAsync(JobLookup job, AcceptTarget into, Decider by, CancellationToken cancellationToken)
    {
        if (job.Receipt.State == JobState.Accepted)
            return;

        using JournalWriter journal = await OpenAsync(job, JobState.Accepted, "accepted", cancellationToken);
        if (journal.History.State != JobState.Accepted)
            await acceptance.AcceptAsync(Supervised(job, journal), into, by, cancellationToken);
    }

    public async Task DiscardAsync(JobLookup job, Decider by, CancellationToken cancellationToken)
    {
        if (job.Receipt.State == JobState.Discarded)
            return;

        using JournalWriter journal = await OpenAsync(job, JobState.Discarded, "discarded", cancellationToken);
        if (journal.History.State != JobState.Discarded)
            await acceptance.DiscardAsync(Supervised(job, journal), WorkspaceUse.IsShared(store, job.Spec), by, cancellationToken);
    }

    /// <exception cref="ErrandException">The job is in another state.</exception>
    public static void RequireReview(JobLookup job, string action)
    {
        if (job.Receipt.State != JobState.Review)
            throw WrongState(job.Receipt, action);
    }

    /// <summary>Puts a job back into the queue for its next attempt; the caller launches its supervisor.</summary>
    public async Task RequeueAsync(JobLookup job, string action, IReadOnlyList<string> items, Decider by, CancellationToken cancellationToken)
    {
        JobState[] from = action == "retry" ? [JobState.Blocked, JobState.Waiting] : [JobState.Review];
        if (!from.Contains(job.Receipt.State))
            throw WrongState(job.Receipt, action);

        store.State.RequireRoom();
        using JournalWriter journal = await OpenAsync(job, JobState.Queued, action, cancellationToken);
        if (!from.Contains(journal.History.State))
            throw WrongState(job.Receipt, action);
        if (action == "rework" && journal.History.Reworks >= job.Receipt.MostReworks)
        {
            string reason = $"{job.Spec.Id} has used all its {job.Receipt.MostReworks} reworks. Accept or discard it, or start a new job that continues it.";
            journal.Block(BlockedClass.ReworkLimit, reason, by.Name);
            Supervised(job, journal).SaveReceipt(clock);
            throw new ErrandException(ErrorCatalog.ReworkLimit, reason);
        }

        journal.Append(new DecisionMade(action, by.Name, items, null, by.Why));
        Requeue(job, journal, ReasonOf(action, items), by.Name);
    }

    private static string ReasonOf(string action, IReadOnlyList<string> items) => action switch
    {
        "rework" => "Sent back to its worker.",
        "widen" => $"The scope was widened by {items.Count} {(items.Count == 1 ? "pattern" : "patterns")}; the work is judged again.",
        "drop" => $"{items.Count} {(items.Count == 1 ? "file is" : "files are")} left out; the rest is judged again.",
        _ => "To be tried again.",
    };

    /// <summary>Allows a job more: one that goes on at once, and one that waits for its budget by putting it back into the queue. A request counts once, however often it must be made.</summary>
    /// <param name="job">The job.</param>
    /// <param name="recover">Begins the recovery of the job if its supervisor is dead by now, and does not wait for it.</param>
    /// <param name="more">How much more.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether it was put back into the queue, so that the caller launches its supervisor.</returns>
    public async Task<bool> RaiseBudgetAsync(JobLookup job, Action recover, Budget more, Decider by, CancellationToken cancellationToken)
    {
        JobPaths paths = store.State.Job(job.Spec.Id);
        string request = RandomNumberGenerator.GetHexString(16, lowercase: true);
        long startedAt = clock.GetTimestamp();
        while (true)
        {
            JobHistory history = JobHistory.Of(JournalReader.Read(paths.Journal).Entries);
            if (history.HasRaise(request))
                return false;
            if (history.State == JobState.Waiting)
            {
                await RaiseWaitingAsync(job with { Receipt = job.Receipt with { State = JobState.Waiting, Class = history.Class } }, more, by, request, cancellationToken);
                return true;
            }

            if (!JobTransitions.IsLive(history.State))
                throw WrongState(job.Receipt with { State = history.State, Class = history.Class }, "budget");

            _ = BudgetRaise.Require(job.Spec, history, more);
            var raise = new ControlRequest(ControlOperation.Raise, By: by.Name, Why: by.Why, More: more, Request: request);
            ControlReply? reply = await ControlClient.AskAsync(paths.ControlSocket, raise, cancellationToken);
            RequireUnderstood(job, reply);
            if (reply is { Ok: true } || RaiseUntaken(job, paths, more, by, request))
                return false;
            recover();
            if (clock.GetElapsedTime(startedAt) > CancelPatience)
                throw new ErrandException(ErrorCatalog.StateBusy, $"The supervisor of {job.Spec.Id} did not take the raise within {CancelPatience.TotalSeconds:0} s. Nothing was raised; try again.");

            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }

    /// <summary>Asking the same again would be refused again, while the worker goes on. One that understands and cannot now gives no error.</summary>
    private static void RequireUnderstood(JobLookup job, ControlReply? reply)
    {
        if (reply is { Ok: false, Error: { } error })
            throw new ErrandException(ErrorCatalog.SupervisorSilent, $"The supervisor of {job.Spec.Id} refused what it was asked: {error} Ask again, with a shorter reason or none.");
    }

    /// <summary>A job that no supervisor has taken yet reads its budget when one does; false = somebody else writes.</summary>
    private bool RaiseUntaken(JobLookup job, JobPaths paths, Budget more, Decider by, string request)
    {
        using JournalWriter? journal = JournalWriter.TryOpen(paths, clock);
        if (journal is null || journal.History is not { State: JobState.Queued, IsTaken: false })
            return false;

        _ = BudgetRaise.Require(job.Spec, journal.History, more);
        journal.Append(new BudgetRaised(more, by.Name, request, by.Why));
        return true;
    }

    private async Task RaiseWaitingAsync(JobLookup job, Budget more, Decider by, string request, CancellationToken cancellationToken)
    {
        using JournalWriter journal = await OpenAsync(job, JobState.Queued, "budget", cancellationToken);
        JobHistory history = journal.History;
        if (history.State != JobState.Waiting)
            throw WrongState(job.Receipt with { State = history.State, Class = history.Class }, "budget");
        if (history.BudgetReached is { IsJobs: false } reached)
        {
            throw new ErrandException(
                ErrorCatalog.BudgetOfOthers,
                $"{job.Spec.Id} does not wait for its own budget. {reached.Text} Raise it under `budgets` in config.json or wait for the next period, then retry {job.Spec.Id}.");
        }

        Budget raised = BudgetRaise.Require(job.Spec, history, more).Plus(more);
        journal.Append(new BudgetRaised(more, by.Name, request, by.Why));
        Requeue(job, journal, $"The budget was raised by {more} to {raised}; its worker goes on.", by.Name);
    }

    private void Requeue(JobLookup job, JournalWriter journal, string reason, string by)
    {
        // A launch note of an earlier attempt names a process that is gone; a reader would take the queued job for one that nobody takes.
        File.Delete(store.State.Job(job.Spec.Id).Launch);
        journal.Change(JobState.Queued, reason, by);
    }

    /// <param name="job">The job.</param>
    /// <param name="recover">Begins the recovery of the job if its supervisor is dead by now, and does not wait for it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task CancelAsync(JobLookup job, Action recover, CancelReason reason, Decider by, CancellationToken cancellationToken)
    {
        JobPaths paths = store.State.Job(job.Spec.Id);
        long startedAt = clock.GetTimestamp();
        while (true)
        {
            JobHistory history = JobHistory.Of(JournalReader.Read(paths.Journal).Entries);
            if (history.State == JobState.Cancelled)
            {
                await WaitUntilGoneAsync(job.Spec.Id, startedAt, cancellationToken);
                return;
            }

            if (JobTransitions.IsFinal(history.State))
                throw WrongState(job.Receipt with { State = history.State }, "cancel");

            var request = new ControlRequest(ControlOperation.Cancel, reason, by.Name, by.Why);
            ControlReply? reply = JobTransitions.IsLive(history.State) ? await ControlClient.AskAsync(paths.ControlSocket, request, cancellationToken) : null;
            RequireUnderstood(job, reply);
            if (reply is not { Ok: true })
            {
                recover();
                CancelUnsupervised(job, paths, reason, by);
            }

            if (clock.GetElapsedTime(startedAt) > CancelPatience)
            {
                throw new ErrandException(
                    ErrorCatalog.SupervisorSilent,
                    $"The supervisor of {job.Spec.Id} was told to cancel and has not ended within {CancelPatience.TotalSeconds:0} s. Try again; if it lasts, end process {history.Supervisor?.Supervisor.Pid}.");
            }

            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }

    /// <summary>A supervisor writes the receipt after the last change of state; only then it and its guard are gone, and nothing of the job runs any more.</summary>
    private async Task WaitUntilGoneAsync(JobId id, long startedAt, CancellationToken cancellationToken)
    {
        while (launcher.IsRunning(id) && clock.GetElapsedTime(startedAt) < CancelPatience)
            await Task.Delay(PollInterval, clock, cancellationToken);
    }

    /// <summary>Cancels a job that nobody supervises. A lost one is left to its recovery first, which ends what is left and captures the work.</summary>
    private void CancelUnsupervised(JobLookup job, JobPaths paths, CancelReason reason, Decider by)
    {
        using JournalWriter? journal = JournalWriter.TryOpen(paths, clock);
        if (journal is null || !JobTransitions.IsAllowed(journal.History.State, JobState.Cancelled) || journal.History.IsTaken && JobTransitions.IsLive(journal.History.State))
            return;

        using var stop = new StopSignal(CancellationToken.None);
        stop.Cancel(reason, by);
        stop.Record(journal);
        Supervised(job, journal).SaveReceipt(clock);
    }

    private async Task<JournalWriter> OpenAsync(JobLookup job, JobState to, string action, CancellationToken cancellationToken)
    {
        if (job.IsAbandoned)
            throw new ErrandException(ErrorCatalog.StateBusy, $"{job.Spec.Id} lost its supervisor and is being recovered. Try again in a moment.");
        if (!JobTransitions.IsAllowed(job.Receipt.State, to, job.Receipt.Class))
            throw WrongState(job.Receipt, action);

        JournalWriter journal = await JournalWriter.OpenAsync(store.State.Job(job.Spec.Id), Patience, clock, cancellationToken)
            ?? throw new ErrandException(ErrorCatalog.StateBusy, $"Another Errand process works on {job.Spec.Id}. Try again in a moment.");
        // Somebody else may have decided the same meanwhile.
        if (journal.History.State == to || JobTransitions.IsAllowed(journal.History.State, to, journal.History.Class))
            return journal;

        JobState now = journal.History.State;
        journal.Dispose();
        throw WrongState(job.Receipt with { State = now }, action);
    }

    private SupervisedJob Supervised(JobLookup job, JournalWriter journal) =>
        new(job.Spec, store.State.Job(job.Spec.Id), store.State.Job(job.Spec.WorkspaceOwner), journal);

    private static ErrandException WrongState(JobReceipt receipt, string action) => new(
        ErrorCatalog.WrongState,
        $"{receipt.Id} is {SnakeCase.Of(receipt.State)}{(receipt.Class is null ? "" : $" ({receipt.Class})")} and cannot be {PastTense(action)} now. {NextSteps.Sentence(receipt)}");

    private static string PastTense(string action) => action switch
    {
        "rework" => "reworked",
        "retry" => "retried",
        "cancel" => "cancelled",
        "budget" => "given a larger budget",
        "widen" => "given a wider scope",
        "drop" => "relieved of files",
        _ => action,
    };
}
