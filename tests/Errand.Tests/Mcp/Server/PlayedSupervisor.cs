using Errand.Core;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Tests.Mcp.Server;

/// <summary>Writes a job's journal as its supervisor would; this process is the supervisor, so the job counts as alive.</summary>
internal sealed class PlayedSupervisor : IDisposable
{
    private readonly JournalWriter journal;
    private readonly JobPaths paths;

    public PlayedSupervisor(StateDirectory state, JobId id)
    {
        paths = state.Job(id);
        journal = JournalWriter.TryOpen(paths, TimeProvider.System)!;
        journal.Append(new SupervisorStarted(ProcessIdentity.Current(), "run", Guard: null));
        journal.Change(JobState.Preparing, "Takes it.", "test");
        journal.Append(new AttemptStarted(journal.History.Attempt + 1, "fake", null, null));
        journal.Change(JobState.Running, "Works.", "test");
    }

    /// <summary>What the worker prints.</summary>
    public void Log(byte[] bytes)
    {
        string log = paths.Attempt(journal.History.Attempt).WorkerLog;
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        File.WriteAllBytes(log, bytes);
    }

    public void Review()
    {
        journal.Change(JobState.Verifying, "Judges.", "test");
        journal.Append(new WorkJudged(Verdict.Unverified, "There was nothing to prove.", []));
        journal.Change(JobState.Review, "There was nothing to prove.", "test");
        Dispose();
    }

    /// <summary>Judges work that has left its scope.</summary>
    public void Cross(string path)
    {
        Violation[] violations = [new(path, ViolationKind.OutsideScope, "Added, but no scope pattern covers it.")];
        journal.Append(new WorkCaptured("a", "b", "c", [new FileChange(path, ChangeKind.Added, 1, 0)], []));
        journal.Change(JobState.Verifying, "Judges.", "test");
        journal.Append(new WorkJudged(Verdict.Failed, "1 violation was found.", violations));
        journal.Change(JobState.Review, "1 violation was found.", "test");
        Dispose();
    }

    /// <summary>Judges the work as verified, and is still there.</summary>
    public void Verify()
    {
        journal.Change(JobState.Verifying, "Judges.", "test");
        journal.Append(new WorkJudged(Verdict.Verified, "The check passed.", []));
        journal.Change(JobState.Review, "The check passed.", "test");
    }

    public void RefuseToApply(string reason)
    {
        journal.Append(new ApplyRefused(reason));
        Dispose();
    }

    public void Block(BlockedClass @class, string reason)
    {
        journal.Block(@class, reason, "test");
        Dispose();
    }

    public void WaitForBudget(bool isJobs)
    {
        journal.Append(new BudgetReached(isJobs, "The budget is used up."));
        journal.Change(JobState.Waiting, "The budget is used up.", "test", SnakeCase.Of(WaitingFor.Budget));
        Dispose();
    }

    public void Dispose() => journal.Dispose();
}
