using Errand.Core;

namespace Errand.Jobs.Tests.Engine;

/// <summary>A change of the user's own repository while a worker ran is told, however the worker ended.</summary>
public sealed class RepositoryWatchTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Theory]
    [InlineData("exit 0", JobState.Review)]
    [InlineData("exit 3", JobState.Blocked)]
    public async Task A_worker_that_left_its_workspace_is_told_of_whether_it_failed_or_not(string end, JobState state)
    {
        engine.Worker($"echo stray > '{engine.Repository.Root}/stray.txt'\n{end}");

        JobReceipt receipt = await engine.RunAsync(engine.Request());

        Assert.Equal(state, receipt.State);
        Assert.Single(receipt.Warnings, warning => warning.Contains("your own repository changed: 'stray.txt'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_stayed_in_its_workspace_is_not_told_of()
    {
        engine.Worker("echo work > work.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request());

        Assert.Equal(JobState.Review, receipt.State);
        Assert.DoesNotContain(receipt.Warnings, warning => warning.Contains("repository", StringComparison.Ordinal));
    }
}
