using Errand.Core;
using Errand.Jobs.Models;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>What goes wrong beside the worker: its work is kept all the same, and the job says what it was.</summary>
public sealed class AttemptFaultTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Theory]
    [InlineData("worker.log")]
    [InlineData("events.jsonl")]
    public async Task A_log_that_cannot_be_opened_is_a_fault_of_the_machine_and_the_work_is_captured(string log)
    {
        JobId id = await StartHeldAsync();
        Directory.CreateDirectory(Path.Combine(engine.Paths(id).Attempt(1).Directory, log));

        JobReceipt receipt = await GoAsync(id);

        Assert.Equal((JobState.Blocked, "infra", true), (receipt.State, receipt.Class, receipt.Commit is not null));
    }

    [Theory]
    [InlineData("worker.log")]
    [InlineData("events.jsonl")]
    public async Task A_log_on_a_full_disk_ends_the_log_and_not_the_worker(string log)
    {
        JobId id = await StartHeldAsync();
        Directory.CreateDirectory(engine.Paths(id).Attempt(1).Directory);
        File.CreateSymbolicLink(Path.Combine(engine.Paths(id).Attempt(1).Directory, log), "/dev/full");
        engine.Worker("echo words; echo work > work.txt");

        JobReceipt receipt = await GoAsync(id);

        Assert.Equal((JobState.Review, "work.txt"), (receipt.State, Assert.Single(receipt.Files).Path));
    }

    [Fact]
    public async Task A_state_directory_without_sockets_blocks_the_job_and_does_not_lose_it()
    {
        JobId id = await StartHeldAsync();
        Directory.CreateDirectory(Path.Combine(engine.Paths(id).ControlSocket, "in the way"));

        JobReceipt receipt = await GoAsync(id);

        Assert.Equal((JobState.Blocked, "infra"), (receipt.State, receipt.Class));
        Assert.Contains("The control socket", receipt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_silent_because_it_waits_for_its_endpoint_is_blocked_for_that()
    {
        engine.Worker("""echo '{"type":"retry","text":"connection refused"}'; sleep 60""", output: "jsonl");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { StallTimeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal((JobState.Blocked, "network"), (receipt.State, receipt.Class));
        Assert.Contains("connection refused", receipt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_whose_call_the_budget_refused_waits_for_more_even_if_it_ends_well()
    {
        engine.Models.Refusal = new BudgetStop(IsJobs: true, "The budget of job j1 is used up.");
        engine.Worker("echo half > half.txt", model: "metered");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Budget = new Budget(Calls: 2) }));

        Assert.Equal((JobState.Waiting, "budget", null), (receipt.State, receipt.Class, receipt.Verdict));
        Assert.StartsWith("The budget of job j1 is used up. The work so far is kept.", receipt.Reason, StringComparison.Ordinal);
        Assert.Equal("half.txt", Assert.Single(receipt.Files).Path);
    }

    [Fact]
    public async Task Receipt_and_page_are_there_when_a_wait_returns()
    {
        JobId id = await engine.StartAsync(engine.Request());

        await engine.Service.WaitAsync([id], all: true, TestTimeouts.Default, null, CancellationToken.None);

        Assert.Contains("\"state\":\"review\"", File.ReadAllText(engine.Paths(id).Receipt), StringComparison.Ordinal);
        Assert.Contains("State: review", File.ReadAllText(engine.Paths(id).TaskPage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ignored_file_is_part_of_the_work_when_the_scope_names_it()
    {
        engine.Repository.Write(".gitignore", "*.ign\nout/\n").Commit();
        engine.Worker("mkdir -p out/in; echo 1 > out/in/named; echo 1 > out/in/other; echo 1 > foo.ign; echo 1 > bar.ign");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Scope = ["foo.ign", "out/in/named"] }));

        Assert.Equal(["foo.ign", "out/in/named"], receipt.Files.Select(file => file.Path));
        Assert.Empty(receipt.Violations);
        Assert.Contains(receipt.Warnings, warning => warning.Contains("names them: 'bar.ign', 'out/in/other'.", StringComparison.Ordinal));
    }

    /// <summary>A job that is recorded, for a test to prepare its directory.</summary>
    private async Task<JobId> StartHeldAsync()
    {
        engine.Launches = false;
        return await engine.StartAsync(engine.Request());
    }

    private async Task<JobReceipt> GoAsync(JobId id)
    {
        engine.Launches = true;
        engine.Launch(id);
        return await engine.SettledAsync(id);
    }
}
