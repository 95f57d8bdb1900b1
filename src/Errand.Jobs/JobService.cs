using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Parts;
using Errand.Jobs.Requests;
using Errand.Jobs.Retention;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Verification;

namespace Errand.Jobs;

/// <summary>
/// What a face can do with jobs. Every rule is here or below; a face binds input, calls this and shapes output.
/// It owns no job: supervisors do, and any number of these may work on one state directory at once.
/// </summary>
public sealed class JobService(
    JobStore store,
    JobIndex index,
    ErrandConfiguration configuration,
    JobPlanner planner,
    JobDecisions decisions,
    AbandonedJobs abandoned,
    PartReader parts,
    GarbageCollector garbage,
    ISupervisorLauncher launcher,
    TimeProvider clock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(40);

    /// <summary>Short jobs end in the first seconds of a wait; a long one is not looked at that often.</summary>
    private static readonly TimeSpan EagerPollInterval = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan EagerFor = TimeSpan.FromSeconds(2);

    /// <summary>How long the recovery of a lost job may take before a decision on it is refused or a wait ends without its work: ending what is left, and a capture.</summary>
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(15);

    /// <summary>Records a job durably and starts its supervisor. The answer does not wait for the work.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="by">Who asks, such as <c>cli</c> or an MCP host's name.</param>
    /// <param name="cancellationToken">Until the job is recorded nothing is left behind; afterwards it is there and is started.</param>
    /// <exception cref="ErrandException">The request is refused; nothing was made.</exception>
    public async Task<StartedJob> StartAsync(JobRequest request, string by, CancellationToken cancellationToken)
    {
        RequestValidator.Validate(request);
        if (request.Key is not null && store.FindKey(request.Key) is { } known)
            return new StartedJob(await FindAgainAsync(known, request.Key, cancellationToken), IsNew: false);

        JobLookup? forerunner = JobId.TryParse(request.Continue, out JobId before) ? await SettleAsync(before, cancellationToken) : null;
        JobPlan plan = await planner.PlanAsync(request, forerunner, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        (JobId id, bool isNew) = await store.CreateAsync(
            id => plan.Specify(id, request, configuration, by, now), paths => PlaceHidden(request, paths), request.Key, Launch, by, cancellationToken);
        return new StartedJob(isNew ? index.Get(id).Receipt : await FindAgainAsync(id, request.Key!, cancellationToken), isNew)
        {
            Proposed = isNew && request.Checks.Contains(CheckSpec.Auto) ? [.. plan.Checks.Except(request.Checks)] : [],
        };
    }

    /// <summary>A job as it is now.</summary>
    /// <exception cref="ErrandException">There is no such job.</exception>
    public JobReceipt Get(JobId id) => Look(id).Receipt;

    /// <summary>A job's spec: what was asked for.</summary>
    public JobSpec GetSpec(JobId id) => index.Get(id).Spec;

    /// <summary>All jobs, the newest first, and the sentences about those whose files are damaged.</summary>
    public JobPage List() => index.All();

    /// <summary>Some of them.</summary>
    /// <param name="offset">How many of the newest to leave out; 0 or more.</param>
    /// <param name="count">Most jobs to give.</param>
    public JobPage List(int offset, int count) => index.Page(offset, count);

    /// <summary>Waits until one or all of the jobs are settled: in review, blocked or ended.</summary>
    /// <param name="ids">1 to 100 jobs.</param>
    /// <param name="all">Whether to wait for all instead of any.</param>
    /// <param name="patience">Longest wait; zero = look once.</param>
    /// <param name="progress">Told about the jobs at every look; null = nobody.</param>
    /// <param name="cancellationToken">Ends the wait, not the jobs.</param>
    /// <returns>All jobs asked for, as they are at the end; not being settled yet is no error.</returns>
    public async Task<IReadOnlyList<JobReceipt>> WaitAsync(
        IReadOnlyList<JobId> ids, bool all, TimeSpan patience, Action<IReadOnlyList<JobReceipt>>? progress, CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        while (true)
        {
            JobLookup[] found = [.. ids.Select(Look)];
            JobReceipt[] receipts = [.. found.Select(job => job.Receipt)];
            progress?.Invoke(receipts);
            TimeSpan waited = clock.GetElapsedTime(startedAt);
            int settled = found.Count(job => !JobTransitions.IsLive(job.Receipt.State) && !(IsBeingRecovered(job) && waited < RecoveryPatience));
            TimeSpan left = patience - waited;
            if (settled == receipts.Length || (!all && settled > 0) || left <= TimeSpan.Zero)
                return receipts;

            TimeSpan pause = waited < EagerFor ? EagerPollInterval : PollInterval;
            await Task.Delay(left < pause ? left : pause, clock, cancellationToken);
        }
    }

    /// <summary>Takes the work into the user's checkout, or leaves it as a branch.</summary>
    /// <param name="id">A job in review.</param>
    /// <param name="into">Where it goes.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">An acceptance that was cut in half is completed by the next one.</param>
    /// <exception cref="ErrandException">The job is in another state, or the work collides; nothing was applied.</exception>
    public async Task<JobReceipt> AcceptAsync(JobId id, AcceptTarget into, Decider by, CancellationToken cancellationToken)
    {
        await decisions.AcceptAsync(await SettleAsync(id, cancellationToken), into, by, cancellationToken);
        return Get(id);
    }

    /// <summary>Throws the work away; its commit stays fetchable until <c>gc</c>.</summary>
    public async Task<JobReceipt> DiscardAsync(JobId id, Decider by, CancellationToken cancellationToken)
    {
        await decisions.DiscardAsync(await SettleAsync(id, cancellationToken), by, cancellationToken);
        return Get(id);
    }

    /// <summary>Gives a blocked job another attempt, in the same workspace and, where it can be, the same worker session.</summary>
    public async Task<JobReceipt> RetryAsync(JobId id, Decider by, CancellationToken cancellationToken)
    {
        await decisions.RequeueAsync(await SettleAsync(id, cancellationToken), "retry", [], by, cancellationToken);
        Launch(id);
        return Get(id);
    }

    /// <summary>Allows a job more. One that waits for its budget goes on in the same workspace and, where it can be, the same worker session; one that is at work just goes on.</summary>
    /// <param name="id">A job that waits for its own budget, or is queued or at work.</param>
    /// <param name="more">How much more; of what its budget limits.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Ends the wait for whoever writes the journal.</param>
    public async Task<JobReceipt> RaiseBudgetAsync(JobId id, Budget more, Decider by, CancellationToken cancellationToken)
    {
        if (await decisions.RaiseBudgetAsync(await SettleAsync(id, cancellationToken), () => Look(id), more, by, cancellationToken))
            Launch(id);
        return Get(id);
    }

    /// <summary>Sends a job in review back to its worker with items to do; 3 times at most.</summary>
    /// <exception cref="ErrandException">There is nothing to do, the job is in another state, or its reworks are used up.</exception>
    public async Task<JobReceipt> ReworkAsync(JobId id, IReadOnlyList<string> items, Decider by, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> required = ReworkItems.Require(items, isNeeded: false);
        JobLookup job = await SettleAsync(id, cancellationToken);
        _ = ReworkItems.Require(items, isNeeded: !ReworkItems.HasFindings(job.Receipt));
        await decisions.RequeueAsync(job, "rework", required, by, cancellationToken);
        Launch(id);
        return Get(id);
    }

    /// <summary>Adds patterns to the scope of a job in review, whose work is then judged again.</summary>
    /// <param name="id">A job in review.</param>
    /// <param name="patterns">Globs; empty = exactly what was changed outside the scope.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Ends the wait for whoever writes the journal.</param>
    /// <exception cref="ErrandException">The job is in another state, or the patterns allow nothing of what was changed.</exception>
    public Task<JobReceipt> WidenAsync(JobId id, IReadOnlyList<string> patterns, Decider by, CancellationToken cancellationToken) =>
        JudgeAgainAsync(id, "widen", job => BoundaryItems.Widening(job.Spec, job.History, patterns), by, cancellationToken);

    /// <summary>Leaves files out of the work of a job in review, whose rest is then judged again. The attempt's ref keeps them.</summary>
    /// <param name="id">A job in review.</param>
    /// <param name="paths">Changed files, or directories of them; empty = what was changed outside the scope.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Ends the wait for whoever writes the journal.</param>
    /// <exception cref="ErrandException">The job is in another state, or changed no such file.</exception>
    public Task<JobReceipt> DropAsync(JobId id, IReadOnlyList<string> paths, Decider by, CancellationToken cancellationToken) =>
        JudgeAgainAsync(id, "drop", job => BoundaryItems.Dropping(job.History, paths), by, cancellationToken);

    /// <summary>Ends a job: its worker and everything that it started are dead, and its work is captured, when this returns.</summary>
    /// <remarks>Cancelling a cancelled job gives the same answer again.</remarks>
    public async Task<JobReceipt> CancelAsync(JobId id, CancelReason reason, Decider by, CancellationToken cancellationToken)
    {
        await decisions.CancelAsync(Look(id), () => Look(id), reason, by, cancellationToken);
        return Get(id);
    }

    /// <summary>What <c>gc</c> could remove now.</summary>
    /// <param name="age">How long a job must have been over; null = the configured retention.</param>
    public IReadOnlyList<Removable> PlanGarbage(TimeSpan? age) => garbage.Plan(age ?? configuration.Retention);

    /// <summary>Removes what a plan names, as far as it still may go.</summary>
    public Task<IReadOnlyList<Removable>> RemoveGarbageAsync(IReadOnlyList<Removable> plan, TimeSpan? age, CancellationToken cancellationToken) =>
        garbage.RemoveAsync(plan, age ?? configuration.Retention, cancellationToken);

    /// <summary>A job as a story, a line for everything that matters.</summary>
    /// <exception cref="ErrandException">There is no such job, or its journal is damaged.</exception>
    public IReadOnlyList<string> ReadTimeline(JobId id)
    {
        _ = Look(id);
        return Timeline.Lines(JournalReader.Read(store.State.Job(id).Journal).Entries);
    }

    /// <summary>A piece of a job's evidence.</summary>
    /// <param name="id">The job.</param>
    /// <param name="part">Which part.</param>
    /// <param name="path">A file's path with <see cref="JobPart.Diff"/>, a check's name with <see cref="JobPart.Check"/>, else null.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="limit">Longest piece, 1 byte to 16 MiB.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ErrandException">There is no such job, part, file or check, or the offset is beyond the end.</exception>
    public Task<PartSlice> ReadPartAsync(JobId id, JobPart part, string? path, PartStart start, int limit, CancellationToken cancellationToken) =>
        parts.ReadAsync(Look(id), part, path, start, limit, cancellationToken);

    private async Task<JobReceipt> JudgeAgainAsync(JobId id, string action, Func<JobLookup, IReadOnlyList<string>> items, Decider by, CancellationToken cancellationToken)
    {
        JobLookup job = await SettleAsync(id, cancellationToken);
        JobDecisions.RequireReview(job, action);
        await decisions.RequeueAsync(job, action, items(job), by, cancellationToken);
        Launch(id);
        return Get(id);
    }

    /// <summary>Whether a lost job's work is about to be captured: who waits for the job wants its work too.</summary>
    private static bool IsBeingRecovered(JobLookup job) => job is { IsAbandoned: true, History.IsTaken: true };

    /// <summary>Finds a lost job, so that its recovery begins whoever looks first.</summary>
    private JobLookup Look(JobId id)
    {
        JobLookup found = index.Get(id);
        if (found.IsAbandoned)
            abandoned.Recover(found);
        return found;
    }

    /// <summary>A job as it is once its recovery, if it needs one, is done: what a reader is offered as the next step can then be taken.</summary>
    private async Task<JobLookup> SettleAsync(JobId id, CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        JobLookup found = Look(id);
        while (found.IsAbandoned && clock.GetElapsedTime(startedAt) < RecoveryPatience)
        {
            await Task.Delay(PollInterval, clock, cancellationToken);
            found = Look(id);
        }

        return found;
    }

    /// <summary>A job that a second start with its key finds. If it was never taken, this start does what the first could not, however late.</summary>
    private async Task<JobReceipt> FindAgainAsync(JobId id, string key, CancellationToken cancellationToken)
    {
        if (!index.Get(id).History.IsTaken)
        {
            // The first start may be about to launch it: it holds the key until it has.
            using FileLock held = await store.HoldKeyAsync(key, cancellationToken);
            if (!launcher.IsRunning(id) && abandoned.IsToBeLaunched(id))
                Launch(id);
        }

        return Get(id);
    }

    private static void PlaceHidden(JobRequest request, JobPaths paths)
    {
        if (request.HiddenFiles is { } directory)
            HiddenFiles.Copy(directory, paths.HiddenFiles);
    }

    private void Launch(JobId id)
    {
        try
        {
            launcher.Launch(id);
        }
        catch (ErrandException fault)
        {
            abandoned.BlockNeverTaken(id, fault.Message);
            throw;
        }
    }
}
