using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>What a job's checks show on its base, found while the worker is at work. Disposing it ends what is not needed any more.</summary>
public sealed class BaseRuns : IAsyncDisposable
{
    private readonly CancellationTokenSource ending;
    private readonly Func<CancellationToken, Task<BaseResults>> find;
    private readonly Task<BaseResults> results;
    private bool isDisposed;

    private BaseRuns(CancellationTokenSource ending, Func<CancellationToken, Task<BaseResults>> find)
    {
        this.ending = ending;
        this.find = find;
        results = Task.Run(() => find(ending.Token), CancellationToken.None);
    }

    /// <summary>Begins.</summary>
    /// <param name="find">Runs the checks or recalls what they showed.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    internal static BaseRuns Begin(Func<CancellationToken, Task<BaseResults>> find, CancellationToken cancellationToken)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return new BaseRuns(ending, find);
    }

    /// <summary>For a job without checks.</summary>
    internal static BaseRuns None() => new(new CancellationTokenSource(), _ => Task.FromResult(BaseResults.None));

    /// <summary>Waits for them. What went wrong beside the worker is tried once more without it; a base that cannot be run even then says nothing about the work.</summary>
    internal async Task<BaseResults> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await results.WaitAsync(cancellationToken);
        }
        catch (ErrandException)
        {
            return await FindAgainAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (isDisposed && !cancellationToken.IsCancellationRequested)
        {
            return BaseResults.None;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;

        isDisposed = true;
        await ending.CancelAsync();
        await results.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        ending.Dispose();
    }

    private async Task<BaseResults> FindAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await find(cancellationToken);
        }
        catch (ErrandException fault)
        {
            return BaseResults.None with { Fault = fault.Message };
        }
    }
}
