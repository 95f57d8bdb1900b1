using Errand.Core;
using Errand.Jobs.Retention;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Workspaces;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Overlay workspaces that lose their processes, the machine's power, or their own files: what was written is captured, and the next start or a sweep clears the rest.</summary>
public sealed class OverlayDeathTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new(new SandboxSettings());

    public Task InitializeAsync()
    {
        engine.Repository.Write("src/one.txt", "one\n").Commit();
        return Task.CompletedTask;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_machine_that_starts_again_captures_the_work_and_makes_anew_what_lost_its_content()
    {
        // The same numbers as of a process that lives now.
        JobId lost = await engine.LoseAsync(Request(), ProcessIdentity.Current() with { BootId = "before" });
        LeaveWork(lost);
        string tree = Path.Combine(Assert.Single(Directory.EnumerateDirectories(engine.State.Snapshots)), "tree");
        File.WriteAllText(Path.Combine(tree, "src/one.txt"), "");
        string facts = Path.Combine(tree, "../facts.json");
        File.WriteAllText(facts, File.ReadAllText(facts).Replace("\"bootId\":\"", "\"bootId\":\"before", StringComparison.Ordinal));
        foreach (string proof in Directory.EnumerateFiles(engine.State.Cache))
            File.WriteAllText(proof, "before" + File.ReadAllText(proof));

        JobReceipt recovered = await engine.SettledAsync(lost);
        engine.Worker("cat a.txt work.txt src/one.txt; echo more > more.txt");
        await engine.Service.RetryAsync(lost, "test", CancellationToken.None);
        JobReceipt retried = await engine.SettledAsync(lost);

        AssertLost(recovered);
        Assert.Equal((JobState.Review, 2), (retried.State, retried.Attempt));
        Assert.Equal("1\nwork\none\n", File.ReadAllText(engine.Paths(lost).Attempt(2).WorkerLog));
        Assert.Equal(["more.txt", "work.txt"], retried.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Work_is_captured_even_when_the_snapshot_below_it_is_gone()
    {
        JobId lost = await engine.LoseAsync(Request());
        LeaveWork(lost);
        TreeMaterializer.Remove(engine.State.Snapshots);

        AssertLost(await engine.SettledAsync(lost));

        await engine.Service.RetryAsync(lost, "test", CancellationToken.None);
        Assert.Equal(JobState.Review, (await engine.SettledAsync(lost)).State);
    }

    [Fact]
    public async Task A_snapshot_that_goes_away_under_a_worker_costs_no_work_and_the_next_job_has_another()
    {
        JobId id = await StartWaitingAsync("echo work > work.txt");
        TreeMaterializer.Remove(engine.State.Snapshots);

        JobReceipt receipt = await GoOnAsync(id);
        engine.Worker("cat src/one.txt");
        JobReceipt next = await engine.RunAsync(Request());

        Assert.True(receipt.State == JobState.Review, receipt.Reason);
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal("one\n", File.ReadAllText(engine.Paths(next.Id).Attempt(1).WorkerLog));
    }

    [Fact]
    public async Task A_workspace_that_goes_away_under_a_worker_blocks_the_job_and_a_retry_makes_it_anew()
    {
        JobId id = await StartWaitingAsync("echo work > work.txt");
        string workspace = engine.Paths(id).Workspace;
        Directory.Move(workspace, engine.Repository["away"]);

        JobReceipt receipt = await GoOnAsync(id);
        engine.Worker("cat src/one.txt; echo again > again.txt");
        await engine.Service.RetryAsync(id, "test", CancellationToken.None);
        JobReceipt retried = await engine.SettledAsync(id);

        Assert.Equal((JobState.Blocked, "infra"), (receipt.State, receipt.Class));
        Assert.Contains($"'{workspace}", receipt.Reason, StringComparison.Ordinal);
        Assert.Equal((JobState.Review, "again.txt"), (retried.State, Assert.Single(retried.Files).Path));
    }

    [Fact]
    public async Task What_the_kernel_and_a_worker_locked_goes_with_its_job_and_then_the_snapshot_does()
    {
        engine.Worker("mkdir -p shut/in; echo x > shut/in/x; chmod 000 shut/in shut; rm a.txt; echo work > work.txt");
        JobReceipt job = await engine.RunAsync(Request());
        await engine.Service.AcceptAsync(job.Id, AcceptTarget.Branch, "test", CancellationToken.None);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(engine.Paths(job.Id).Workspace, "work/work")));
        var eviction = new SnapshotEviction(engine.State, new WorkspaceSettings { SnapshotAge = TimeSpan.Zero }, TimeProvider.System);

        Assert.Empty(eviction.Plan(HasWorkspace));
        IReadOnlyList<Removable> removed = await engine.Garbage.RemoveAsync(engine.Garbage.Plan(TimeSpan.Zero), TimeSpan.Zero, CancellationToken.None);

        Assert.Equal([job.Id], removed.Select(item => item.Job));
        Assert.False(Directory.Exists(engine.Paths(job.Id).Directory));
        // A program that another test starts at this moment has our locks until it runs.
        await Wait.ForAsync(() => eviction.Plan(HasWorkspace).Any(eviction.TryRemove), "nobody uses the snapshot");
        Assert.Empty(Directory.EnumerateFileSystemEntries(engine.State.Snapshots));
    }

    private bool HasWorkspace(JobId job) => Directory.Exists(engine.Paths(job).Workspace);

    private JobRequest Request() => engine.Request(request => request with { Isolation = IsolationKind.Overlay });

    /// <summary>What a worker and the kernel have written when the power goes.</summary>
    private void LeaveWork(JobId id)
    {
        string workspace = engine.Paths(id).Workspace;
        File.WriteAllText(Path.Combine(workspace, "upper/work.txt"), "work\n");
        engine.Repository.ShellIn(Path.Combine(workspace, "work"), "mkdir -p work/deep; touch work/#1; chmod 000 work");
    }

    private void AssertLost(JobReceipt receipt)
    {
        Assert.Equal((JobState.Blocked, "lost"), (receipt.State, receipt.Class));
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal("work", engine.Repository.Git("show", $"refs/errand/jobs/{receipt.Id}:work.txt"));
    }

    /// <summary>A job whose worker has done something and waits; its home is shown as it is, so a test can tell it to go on.</summary>
    private async Task<JobId> StartWaitingAsync(string script)
    {
        engine.Worker($"{script}; touch \"$HOME/ready\"; while [ ! -e \"$HOME/go\" ]; do sleep 0.02; done");
        JobId id = await engine.StartAsync(Request());
        await Wait.ForAsync(() => File.Exists(Path.Combine(engine.Paths(id).Home, "ready")), "the worker waits");
        return id;
    }

    private async Task<JobReceipt> GoOnAsync(JobId id)
    {
        File.WriteAllText(Path.Combine(engine.Paths(id).Home, "go"), "");
        return await engine.SettledAsync(id);
    }
}
