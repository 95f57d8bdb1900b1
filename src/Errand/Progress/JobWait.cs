using Errand.Core;
using Errand.Jobs;
using Errand.Terminals;

namespace Errand.Progress;

/// <summary>Waits for jobs and shows on standard error how they go on.</summary>
internal sealed class JobWait(JobService jobs, Terminal terminal, TimeProvider clock)
{
    /// <param name="ids">The jobs.</param>
    /// <param name="all">Whether to wait for all of them instead of any.</param>
    /// <param name="patience">Longest wait; null = until they are settled.</param>
    /// <param name="cancellationToken">The user leaves: says how to go on, and the jobs do.</param>
    /// <exception cref="OperationCanceledException">The user left.</exception>
    public async Task<IReadOnlyList<JobReceipt>> RunAsync(IReadOnlyList<JobId> ids, bool all, TimeSpan? patience, CancellationToken cancellationToken)
    {
        IWaitProgress progress = terminal.IsErrorInteractive ? new LiveProgress(terminal, clock) : new PlainProgress(terminal.Error);
        try
        {
            return await progress.ShowAsync(report => jobs.WaitAsync(ids, all, patience ?? TimeSpan.MaxValue, report, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new UserLeft(Leave(ids));
        }
    }

    /// <summary>Tells a user who leaves that the jobs go on, and how to come back.</summary>
    /// <returns>What was told.</returns>
    public string Leave(IReadOnlyList<JobId> ids)
    {
        string names = string.Join(' ', ids);
        string how = $"{names} {(ids.Count == 1 ? "goes" : "go")} on. Come back: errand wait {names}. End: errand cancel {names}.";
        terminal.Error.WriteLine($"errand: {how}");
        return how;
    }
}
