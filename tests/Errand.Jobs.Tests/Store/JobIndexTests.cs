using Errand.Core;
using Errand.Jobs.Store;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Store;

public sealed class JobIndexTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Verified_work_that_is_being_applied_is_not_settled_yet()
    {
        (JobIndex index, JournalWriter journal) = await JobAsync(ApplyMode.Auto, Verdict.Verified);
        using (journal)
        {
            Assert.Equal((JobState.Verifying, true), (index.Get(new JobId(1)).Receipt.State, index.Get(new JobId(1)).Receipt.Alive));

            journal.Change(JobState.Accepted, "Accepted.", "apply: auto");

            Assert.Equal(JobState.Accepted, index.Get(new JobId(1)).Receipt.State);
        }
    }

    [Fact]
    public async Task Work_that_could_not_be_applied_waits_in_review_with_the_reason()
    {
        (JobIndex index, JournalWriter journal) = await JobAsync(ApplyMode.Auto, Verdict.Verified);
        using (journal)
        {
            journal.Append(new ApplyRefused("It collides."));

            JobReceipt receipt = index.Get(new JobId(1)).Receipt;
            Assert.Equal((JobState.Review, "It collides.", ApplyMode.Auto), (receipt.State, receipt.Reason, receipt.Apply));
        }
    }

    [Theory]
    [InlineData(ApplyMode.Manual, Verdict.Verified)]
    [InlineData(ApplyMode.Auto, Verdict.Partly)]
    public async Task Other_work_is_in_review_at_once(ApplyMode apply, Verdict verdict)
    {
        (JobIndex index, JournalWriter journal) = await JobAsync(apply, verdict);
        using (journal)
            Assert.Equal(JobState.Review, index.Get(new JobId(1)).Receipt.State);
    }

    /// <summary>A job that its supervisor, this process, has just put into review.</summary>
    private async Task<(JobIndex Index, JournalWriter Journal)> JobAsync(ApplyMode apply, Verdict verdict)
    {
        var store = new JobStore(new StateDirectory(directory.Path), TimeProvider.System);
        (JobId id, _) = await store.CreateAsync(id => A.JobSpec(id) with { Apply = apply }, null, _ => { }, "test", CancellationToken.None);
        JournalWriter journal = JournalWriter.TryOpen(store.State.Job(id), TimeProvider.System)!;
        journal.Append(new SupervisorStarted(ProcessIdentity.Current(), "run", Guard: null));
        foreach (JobState state in (JobState[])[JobState.Preparing, JobState.Running, JobState.Verifying])
            journal.Change(state, "", "test");
        journal.Append(new WorkJudged(verdict, "", []));
        journal.Change(JobState.Review, "", "test");
        return (new JobIndex(store, TimeProvider.System), journal);
    }
}
