using Errand.Core;
using Errand.Jobs.Retention;
using Errand.Jobs.Store;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Jobs that are over, and what a worker or another process can do to their removal.</summary>
public sealed class GarbageTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_tree_that_no_path_can_name_is_removed_with_its_job_and_its_key()
    {
        engine.Worker("""perl -e 'for (1..600) { mkdir "deep-directory"; chdir "deep-directory"; }'; echo work > work.txt""");
        JobReceipt job = await engine.RunAsync(engine.Request(request => request with { Key = "key" }));
        await engine.Service.AcceptAsync(job.Id, AcceptTarget.Branch, "test", CancellationToken.None);

        IReadOnlyList<Removable> removed = await engine.Garbage.RemoveAsync(engine.Garbage.Plan(TimeSpan.Zero), TimeSpan.Zero, CancellationToken.None);

        Assert.Equal([job.Id], removed.Select(item => item.Job));
        Assert.False(Directory.Exists(engine.Paths(job.Id).Directory));
        Assert.Single(Directory.GetFiles(engine.State.Keys), path => path.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workspace_that_somebody_begins_to_use_stays()
    {
        engine.Worker("echo work > work.txt");
        JobReceipt job = await engine.RunAsync(engine.Request());
        await engine.Service.AcceptAsync(job.Id, AcceptTarget.Branch, "test", CancellationToken.None);
        Assert.True(FileLock.TryTake(engine.Paths(job.Id).WorkspaceLock, out FileLock? held));

        using (held)
            Assert.Empty(await engine.Garbage.RemoveAsync(engine.Garbage.Plan(TimeSpan.Zero), TimeSpan.Zero, CancellationToken.None));

        Assert.True(Directory.Exists(engine.Paths(job.Id).Workspace));
    }
}
