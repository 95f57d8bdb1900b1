using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Workspaces.Leaks;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>A change of the user's own repository while a worker ran is told, and held against a worker that could have made it.</summary>
public sealed class RepositoryWatchTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Theory]
    [InlineData("exit 0", JobState.Review)]
    [InlineData("exit 3", JobState.Blocked)]
    public async Task A_worker_that_no_sandbox_held_is_charged_with_what_changed_whether_it_failed_or_not(string end, JobState state)
    {
        string root = engine.Repository.Root;
        engine.Worker($"echo work > work.txt; echo stray > '{root}/stray.txt'; git -C '{root}' branch side; git -C '{root}' config user.nick x\n{end}");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("there", "test -e work.txt")] }));

        Assert.Equal(state, receipt.State);
        Assert.Equal(["stray.txt", "refs/heads/side", "config"], receipt.Violations.Where(violation => violation.Kind == ViolationKind.Leak).Select(violation => violation.Path));
        Assert.Equal(state == JobState.Review ? Verdict.Failed : null, receipt.Verdict);
        Assert.Single(receipt.Warnings, warning => warning.Contains("your own repository changed: 'stray.txt'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_leak_stays_one_when_the_work_is_judged_again()
    {
        engine.Worker($"echo work > work.txt; echo stray > '{engine.Repository.Root}/stray.txt'");
        JobReceipt first = await engine.RunAsync(engine.Request(request => request with { Scope = ["docs/**"] }));

        await engine.Service.WidenAsync(first.Id, ["work.txt"], "host", CancellationToken.None);
        JobReceipt second = await engine.SettledAsync(first.Id);

        Assert.Equal([ViolationKind.Leak], second.Violations.Select(violation => violation.Kind));
        Assert.Equal(Verdict.Failed, second.Verdict);
    }

    [Fact]
    public async Task A_leak_is_neither_sent_back_nor_forgotten_by_a_later_attempt()
    {
        engine.Worker($"echo work >> work.txt; test -e '{engine.Repository.Root}/stray.txt' || echo stray > '{engine.Repository.Root}/stray.txt'");
        JobReceipt first = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("there", "test -e work.txt")], Revise = 2, Apply = ApplyMode.Auto }));

        await engine.Service.ReworkAsync(first.Id, ["More."], "host", CancellationToken.None);
        JobReceipt second = await engine.SettledAsync(first.Id);

        Assert.Equal((JobState.Review, Verdict.Failed, 1), (first.State, first.Verdict, first.Attempt));
        Assert.Equal((JobState.Review, Verdict.Failed, 2), (second.State, second.Verdict, second.Attempt));
        Assert.Equal(["stray.txt"], second.Violations.Select(violation => violation.Path));
        Assert.DoesNotContain("stray", File.ReadAllText(engine.Paths(first.Id).Attempt(2).Prompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_stayed_in_its_workspace_is_not_told_of()
    {
        engine.Worker("echo work > work.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request());

        Assert.Equal(JobState.Review, receipt.State);
        Assert.Empty(receipt.Violations);
        Assert.DoesNotContain(receipt.Warnings, warning => warning.Contains("repository", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SandboxKind.None, "No sandbox held the worker, so nobody can tell whether it was you.", 1)]
    [InlineData(SandboxKind.Landlock, "The worker can have changed rights and times there, and nothing else.", 0)]
    [InlineData(SandboxKind.Bubblewrap, "It was not the worker, whose sandbox keeps it away from there.", 0)]
    public async Task Only_a_worker_that_could_have_done_it_is_charged(SandboxKind sandbox, string who, int leaks)
    {
        RepositoryFinding finding = await WatchAsync(sandbox, () => File.WriteAllTextAsync(Path.Combine(engine.Repository.Root, "stray.txt"), "x\n"));

        Assert.Equal($"While the worker ran, your own repository changed: 'stray.txt'. {who}", finding.Warning);
        Assert.Equal(leaks, finding.Leaks.Count);
    }

    [Fact]
    public async Task What_another_accepted_job_may_have_written_is_not_held_against_the_worker()
    {
        engine.Worker("echo other > other.txt");
        JobReceipt other = await engine.RunAsync(engine.Request());

        RepositoryFinding finding = await WatchAsync(SandboxKind.None, () => engine.Service.AcceptAsync(other.Id, AcceptTarget.Checkout, "host", CancellationToken.None));

        Assert.Empty(finding.Leaks);
        Assert.Contains("changed: 'other.txt'. Another job was accepted", finding.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_job_in_place_may_have_written_meanwhile_is_not_held_against_the_worker()
    {
        engine.Worker("echo begun > begun; while [ ! -e end ]; do sleep 0.01; done; rm end");
        JobId inplace = await engine.StartAsync(engine.Inplace());
        await Wait.ForAsync(() => File.Exists(Path.Combine(engine.Repository.Root, "begun")), "the job in place is at work");

        RepositoryFinding finding = await WatchAsync(SandboxKind.None, () => File.WriteAllTextAsync(Path.Combine(engine.Repository.Root, "other.txt"), "x\n"));
        await File.WriteAllTextAsync(Path.Combine(engine.Repository.Root, "end"), "");
        await engine.SettledAsync(inplace);

        Assert.Empty(finding.Leaks);
        Assert.Contains("at work there meanwhile", finding.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_accepted_in_another_working_tree_of_the_repository_is_not_held_against_the_worker()
    {
        engine.Worker("echo other > other.txt");
        string tree = Path.Combine(Path.GetDirectoryName(engine.Repository.Root)!, "linked");
        engine.Repository.Git("worktree", "add", "-q", tree);
        JobReceipt other = await engine.RunAsync(engine.Request(request => request with { Cwd = tree }));

        RepositoryFinding finding = await WatchAsync(SandboxKind.None, () => engine.Service.AcceptAsync(other.Id, AcceptTarget.Branch, "host", CancellationToken.None));

        Assert.Empty(finding.Leaks);
        Assert.Contains("Another job was accepted", finding.Warning, StringComparison.Ordinal);
    }

    private async Task<RepositoryFinding> WatchAsync(SandboxKind sandbox, Func<Task> change)
    {
        JobId id = await engine.LoseAsync(engine.Request());
        using JournalWriter journal = JournalWriter.TryOpen(engine.Paths(id), TimeProvider.System)!;
        journal.Append(new AttemptStarted(2, "/bin/sh", "1", null) { Sandbox = sandbox });
        var job = new SupervisedJob(engine.Store.ReadSpec(id), engine.Paths(id), engine.Paths(id), journal);
        var processes = new ProcessRunner(TimeProvider.System);
        var none = new IsolationSettings { Minimum = IsolationRung.None, Maximum = IsolationRung.None };
        var sandboxes = new Sandboxes(
            new SandboxLadder(processes, engine.State, engine.Repository.Environment), new OverlayLadder(processes, engine.State, engine.Repository.Environment), none, new SandboxSettings());
        var watch = new RepositoryWatch(new FingerprintTaker(engine.Repository.Client), sandboxes, new CheckoutWriters(engine.Store), TimeProvider.System);
        RepositoryLook look = await watch.BeginAsync(job, CancellationToken.None);
        await look.Before;

        await change();

        return await watch.CompareAsync(job, look);
    }
}
