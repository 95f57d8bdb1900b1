using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Work that goes back to its worker, by its host or by Errand itself, and what is kept of every attempt.</summary>
public sealed class ReviewLoopTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly CheckSpec Two = new("two", "test -e two.txt");

    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task Errand_sends_failed_work_back_by_itself_until_it_is_verified()
    {
        engine.Worker("if [ -e one.txt ]; then echo 2 > two.txt; else echo 1 > one.txt; fi; echo Done.");

        JobReceipt receipt = await RunAsync(revise: 3);

        Assert.Equal((JobState.Review, Verdict.Verified, 2, 1), (receipt.State, receipt.Verdict, receipt.Attempt, receipt.Reworks));
        Assert.DoesNotContain(JobState.Review, StatesOf(receipt.Id)[..^1]);
        Assert.Equal([(1, Verdict.Failed), (2, Verdict.Verified)], engine.Models.Recorded.Select(attempt => (attempt.Receipt.Attempt, attempt.Receipt.Verdict!.Value)));
        string brief = await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(2).Prompt);
        Assert.Contains("Your work was judged failed.\nThe check two failed:", brief, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_left_its_scope_goes_back_by_itself_too()
    {
        engine.Worker("if [ -e out.txt ]; then rm out.txt; else echo 2 > two.txt; echo x > out.txt; fi; echo Done.");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Scope = ["two.txt"], Checks = [Two], Revise = 1 }));

        Assert.Equal((JobState.Review, Verdict.Verified, 2, 1), (receipt.State, receipt.Verdict, receipt.Attempt, receipt.Reworks));
        Assert.Contains("Not allowed: out.txt: ", await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(2).Prompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stops_when_the_revisions_are_used_up_and_the_host_has_the_reworks_that_are_left()
    {
        engine.Worker("echo x >> one.txt; echo Done.");

        JobReceipt receipt = await RunAsync(revise: 2);
        await engine.Service.ReworkAsync(receipt.Id, [], "test", CancellationToken.None);
        JobReceipt last = await engine.SettledAsync(receipt.Id);

        Assert.Equal((JobState.Review, Verdict.Failed, 3, 2), (receipt.State, receipt.Verdict, receipt.Attempt, receipt.Reworks));
        Assert.Equal((JobState.Review, 4, 3), (last.State, last.Attempt, last.Reworks));
        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.ReworkAsync(receipt.Id, ["more"], "test", CancellationToken.None));
        Assert.Equal((ErrorCatalog.ReworkLimit, "rework_limit"), (fault.Error, engine.Service.Get(receipt.Id).Class));
    }

    [Fact]
    public async Task An_honest_refusal_is_not_sent_back()
    {
        engine.Worker("echo 'CANNOT: no network'");

        JobReceipt receipt = await RunAsync(revise: 2);

        Assert.Equal((1, 0), (receipt.Attempt, receipt.Reworks));
    }

    [Fact]
    public async Task Every_attempts_work_stays_fetchable()
    {
        engine.Worker("echo x >> one.txt; echo Done.");

        JobReceipt receipt = await RunAsync(revise: 1);

        Assert.Equal("x", engine.Repository.Git("show", $"refs/errand/attempts/{receipt.Id}/1:one.txt"));
        Assert.Equal("x\nx", engine.Repository.Git("show", $"refs/errand/attempts/{receipt.Id}/2:one.txt"));
        Assert.Equal(receipt.Commit, engine.Repository.Git("rev-parse", $"refs/errand/jobs/{receipt.Id}"));
    }

    [Fact]
    public async Task What_one_attempt_changed_of_anothers_work_can_be_shown()
    {
        engine.Worker("echo x >> one.txt; echo Done.");
        JobReceipt receipt = await RunAsync(revise: 1);

        string diff = await ShowAsync("1..2");

        Assert.EndsWith("@@ -1 +1,2 @@\n x\n+x\n", diff, StringComparison.Ordinal);
        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => ShowAsync("1..7"));
        Assert.EndsWith($"{receipt.Id} has no diff 1..7: its attempts with captured work are 1, 2. Example: show {receipt.Id} diff 1..2", fault.Message, StringComparison.Ordinal);

        async Task<string> ShowAsync(string path) =>
            System.Text.Encoding.UTF8.GetString((await engine.Service.ReadPartAsync(receipt.Id, Parts.JobPart.Diff, path, 0, 65_536, CancellationToken.None)).Bytes.Span);
    }

    [Fact]
    public async Task A_rework_without_items_needs_something_that_was_found()
    {
        engine.Worker("echo 2 > two.txt; echo Done.");
        JobReceipt receipt = await RunAsync(revise: 0);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.ReworkAsync(receipt.Id, [], "test", CancellationToken.None));

        Assert.Equal((ErrorCatalog.InvalidArgument, JobState.Review), (fault.Error, engine.Service.Get(receipt.Id).State));
    }

    private Task<JobReceipt> RunAsync(int revise) => engine.RunAsync(engine.Request(request => request with { Checks = [Two], Revise = revise }));

    private JobState[] StatesOf(JobId id) => [.. JournalReader.Read(engine.Paths(id).Journal).Entries.OfType<StateChanged>().Select(change => change.To)];
}
