using System.Collections.Concurrent;
using System.Text.Json;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Store;

/// <summary>
/// What is known of all jobs, in memory, rebuilt from disk as it is asked for: a journal is read again only when it has grown.
/// Nothing is read when a server starts.
/// </summary>
public sealed class JobIndex(JobStore store, TimeProvider clock)
{
    /// <summary>How long the process that recorded a job may take to start its supervisor: a few milliseconds, unless it died in between.</summary>
    private static readonly TimeSpan LaunchPatience = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<JobId, Known> known = new();

    /// <exception cref="ErrandException">There is no such job, or its files are damaged.</exception>
    public JobLookup Get(JobId id)
    {
        JobLookup found = Find(id);

        // A supervisor ends right after its last entry: what was read before its death was seen may lack that entry, what is read after it does not.
        return found.IsAbandoned ? Find(id) : found;
    }

    private JobLookup Find(JobId id)
    {
        JobPaths paths = store.State.Job(id);
        var journal = new FileInfo(paths.Journal);
        if (!journal.Exists)
        {
            known.TryRemove(id, out _);
            throw new ErrandException(ErrorCatalog.UnknownJob, $"There is no job '{id}' in '{store.State.Root}'. `errand list` shows those that there are.");
        }

        if (!known.TryGetValue(id, out Known? current) || current.JournalBytes != journal.Length)
        {
            JournalContent content = JournalReader.Read(paths.Journal);
            current = new Known(content.GoodBytes, current?.Spec ?? store.ReadSpec(id), JobHistory.Of(content.Entries));
            known[id] = current;
        }

        return Look(current, paths);
    }

    /// <summary>The receipts of all jobs, the newest first. A finished job costs one small file; damaged ones are left out and named.</summary>
    public JobPage All() => Page(0, int.MaxValue);

    /// <summary>The same for some of them: what a page costs does not grow with the number of jobs but for their names.</summary>
    /// <param name="offset">How many of the newest to leave out; 0 or more.</param>
    /// <param name="count">Most jobs to read.</param>
    public JobPage Page(int offset, int count)
    {
        IReadOnlyList<JobId> all = store.All();
        JobId[] ids = [.. all.Reverse().Skip(offset).Take(count)];
        var receipts = new JobReceipt?[ids.Length];
        var damaged = new ConcurrentBag<string>();
        Parallel.For(0, ids.Length, at =>
        {
            try
            {
                receipts[at] = ReadStored(ids[at]) ?? Get(ids[at]).Receipt;
            }
            catch (ErrandException fault)
            {
                damaged.Add(fault.Message);
            }
        });
        return new JobPage([.. receipts.OfType<JobReceipt>()], [.. damaged.Order(StringComparer.Ordinal)], all.Count);
    }

    /// <summary>The stored receipt of a job that nobody works on, if it is as new as its journal.</summary>
    private JobReceipt? ReadStored(JobId id)
    {
        JobPaths paths = store.State.Job(id);
        try
        {
            StoredReceipt? stored = JsonSerializer.Deserialize(File.ReadAllBytes(paths.Receipt), JournalJson.Default.StoredReceipt);
            return stored is not null && !JobTransitions.IsLive(stored.Receipt.State) && stored.JournalBytes == new FileInfo(paths.Journal).Length
                ? stored.Receipt
                : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private JobLookup Look(Known job, JobPaths paths)
    {
        DateTimeOffset now = clock.GetUtcNow();
        JobHistory history = job.History;
        bool isLive = JobTransitions.IsLive(history.State);
        bool awaitsApply = history.AwaitsApply(job.Spec);
        bool isAlive = (isLive || awaitsApply) && history.IsTaken && history.Supervisor!.Supervisor.IsAlive();
        double? lastEvent = history.WorkerRuns && isAlive ? SinceLastOutput(paths.Attempt(history.Attempt), now) : null;
        JobReceipt receipt = ReceiptBuilder.Build(job.Spec, history, WorkspaceOwner(job.Spec), isAlive, lastEvent, now);
        bool isAbandoned = isLive && !isAlive && (history.IsTaken || IsNeverTaken(paths, history, now));
        if (awaitsApply && isAlive)
            receipt = AsApplying(receipt);
        return new JobLookup(job.Spec, history, isAbandoned ? AsAbandoned(receipt, history) : receipt, isAbandoned);
    }

    /// <summary>A queued job is in good hands while the process that was started for it lives, however slow the machine is.</summary>
    private static bool IsNeverTaken(JobPaths paths, JobHistory history, DateTimeOffset now)
    {
        try
        {
            ProcessIdentity? launched = JsonSerializer.Deserialize(File.ReadAllBytes(paths.Launch), JournalJson.Default.ProcessIdentity);
            return launched is null || !launched.IsAlive();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            return now - history.StateAt > LaunchPatience;
        }
    }

    private JobPaths WorkspaceOwner(JobSpec spec) => store.State.Job(spec.WorkspaceOwner);

    private static double SinceLastOutput(AttemptPaths attempt, DateTimeOffset now)
    {
        var log = new FileInfo(attempt.WorkerLog);
        return log.Exists ? Math.Max(0, Math.Round((now - log.LastWriteTimeUtc).TotalSeconds, 1)) : 0;
    }

    /// <summary>The supervisor takes verified work into the checkout this moment: nobody is asked to decide about it, and nobody is told that it is done.</summary>
    private static JobReceipt AsApplying(JobReceipt receipt) => receipt with { State = JobState.Verifying, Reason = "The work is verified and is being applied." };

    /// <summary>What every reader shows at once, before a recovery has written it to the journal.</summary>
    private static JobReceipt AsAbandoned(JobReceipt receipt, JobHistory history) => receipt with
    {
        State = JobState.Blocked,
        Class = SnakeCase.Of(history.IsTaken ? BlockedClass.Lost : BlockedClass.Spawn),
        Reason = history.IsTaken ? LostJob.Reason : LostJob.NeverTakenReason,
    };

    private sealed record Known(long JournalBytes, JobSpec Spec, JobHistory History);
}
