using System.Diagnostics;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Jobs whose supervisor died, or never came, and what can be decided about them.</summary>
public sealed class LostJobTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_lost_job_can_be_retried_at_once()
    {
        JobId lost = await engine.LoseAsync(engine.Request());
        engine.Worker("echo again > again.txt");

        await engine.Service.RetryAsync(lost, "test", CancellationToken.None);

        JobReceipt receipt = await engine.SettledAsync(lost);
        Assert.Equal((JobState.Review, 2), (receipt.State, receipt.Attempt));
    }

    [Fact]
    public async Task Who_waits_for_a_lost_job_gets_its_work()
    {
        JobId lost = await engine.LoseAsync(engine.Request());
        File.WriteAllText(Path.Combine(engine.Paths(lost).Workspace, "lost.txt"), "the lost job's\n");

        JobReceipt receipt = (await engine.Service.WaitAsync([lost], all: true, TestTimeouts.Default, null, CancellationToken.None))[0];

        Assert.Equal((JobState.Blocked, "lost", "lost.txt"), (receipt.State, receipt.Class, Assert.Single(receipt.Files).Path));
    }

    [Fact]
    public async Task A_lost_job_is_recovered_before_another_goes_on_in_its_workspace()
    {
        JobId lost = await engine.LoseAsync(engine.Request());
        File.WriteAllText(Path.Combine(engine.Paths(lost).Workspace, "lost.txt"), "the lost job's\n");
        engine.Worker("echo next > next.txt");

        JobReceipt next = await engine.RunAsync(engine.Request(request => request with { Continue = lost.ToString() }));

        JobReceipt recovered = engine.Service.Get(lost);
        Assert.Equal(["lost.txt"], recovered.Files.Select(file => file.Path));
        Assert.Equal(["lost.txt", "next.txt"], next.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task What_is_written_while_the_guard_is_still_ending_processes_is_captured_too()
    {
        // Writes at once when it sees that nobody waited for it, else at its end.
        const string ending = "read -r file; for i in $(seq 50); do grep -q captured \"$0\" && break; sleep 0.01; done; echo late > \"$file\"";
        string journal = engine.Paths(new JobId(1)).Journal;
        using Process guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", ending, journal]) { RedirectStandardInput = true })!;
        JobId lost = await engine.LoseAsync(engine.Request(), guard: ProcessIdentity.Of(guard.Id));

        engine.Service.Get(lost);
        await Wait.ForAsync(() => IsHeld(engine.Paths(lost).WriterLock), "the recovery has begun");
        guard.StandardInput.WriteLine(Path.Combine(engine.Paths(lost).Workspace, "late.txt"));

        await Wait.ForAsync(() => engine.Index.Get(lost).History.State == JobState.Blocked, "the job is recovered");
        Assert.Equal(["late.txt"], engine.Service.Get(lost).Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_recovery_leaves_a_workspace_alone_that_another_job_works_in()
    {
        JobId lost = await engine.LoseAsync(engine.Request());
        Assert.True(FileLock.TryTake(engine.Paths(lost).WorkspaceLock, out FileLock? held));

        using (held)
        {
            engine.Service.Get(lost);
            await Wait.ForAsync(() => engine.Index.Get(lost).History.State == JobState.Blocked, "the job is recovered");
        }

        JobReceipt receipt = await engine.SettledAsync(lost);
        Assert.Null(receipt.Commit);
        Assert.Contains(receipt.Warnings, warning => warning.Contains("could not be captured and stays in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_ends_a_job_whose_supervisor_dies_of_it()
    {
        using Process supervisor = Process.Start(new ProcessStartInfo("/bin/sleep", ["600"]))!;
        JobId id = await engine.LoseAsync(engine.Request(), ProcessIdentity.Of(supervisor.Id)!);
        string socket = engine.Paths(id).ControlSocket;
        var server = new ControlServer(socket, _ => { supervisor.Kill(); supervisor.WaitForExit(); return new ControlReply(true); }, new EventFeed());
        Task died = Task.Run(async () => { await supervisor.WaitForExitAsync(); await server.DisposeAsync(); });

        JobReceipt receipt = await engine.Service.CancelAsync(id, CancelReason.UserRequested, "test", CancellationToken.None).WaitAsync(TestTimeouts.Default);
        await died;

        Assert.Equal((JobState.Cancelled, true), (receipt.State, receipt.Commit is not null));
    }

    [Fact]
    public async Task A_supervisor_that_does_not_understand_a_cancel_is_not_asked_again()
    {
        using Process supervisor = Process.Start(new ProcessStartInfo("/bin/sleep", ["600"]))!;
        JobId id = await engine.LoseAsync(engine.Request(), ProcessIdentity.Of(supervisor.Id)!);
        int asked = 0;
        await using var server = new ControlServer(engine.Paths(id).ControlSocket, _ => { asked++; return new ControlReply(false, "What?"); }, new EventFeed());

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.CancelAsync(id, CancelReason.UserRequested, "test", CancellationToken.None)).WaitAsync(TestTimeouts.Default);

        supervisor.Kill();
        Assert.Equal((ErrorCatalog.SupervisorSilent, 1), (fault.Error, asked));
        Assert.Contains("refused what it was asked: What? Ask again", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_repeated_with_its_key_starts_the_job_that_the_first_could_not_however_late()
    {
        engine.Launches = false;
        JobRequest request = engine.Request(request => request with { Key = "key" });
        JobId id = await engine.StartAsync(request);
        using (JournalWriter journal = JournalWriter.TryOpen(engine.Paths(id), TimeProvider.System)!)
            journal.Block(BlockedClass.Spawn, LostJob.NeverTakenReason, "recovery");
        engine.Launches = true;

        JobId again = await engine.StartAsync(request);

        Assert.Equal(id, again);
        Assert.Equal(JobState.Review, (await engine.SettledAsync(id)).State);
    }

    private static bool IsHeld(string path)
    {
        if (!FileLock.TryTake(path, out FileLock? taken))
            return true;

        taken.Dispose();
        return false;
    }
}
