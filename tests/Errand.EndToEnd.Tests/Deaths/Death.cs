using System.Diagnostics;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Deaths;

/// <summary>Kills a process at the moment when a fact comes true, not after a time.</summary>
internal static class Death
{
    /// <summary>Kills by SIGKILL as soon as the fact is seen, or lets the process end if it never is.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="fact">Looked at without a pause; cheap.</param>
    /// <returns>Whether it was killed.</returns>
    public static Task<bool> WhenAsync(int pid, Func<bool> fact) => WhenAsync(pid, fact, () => ProcessList.Kill(pid));

    /// <summary>Does something deadly as soon as the fact is seen, unless the process ends before it is.</summary>
    public static Task<bool> WhenAsync(int pid, Func<bool> fact, Action kill) => Task.Factory.StartNew(
        () =>
        {
            long startedAt = Stopwatch.GetTimestamp();
            while (!fact())
            {
                if (!ProcessList.IsAlive(pid))
                    return false;
                if (Stopwatch.GetElapsedTime(startedAt) > TestTimeouts.Default)
                    throw new TimeoutException($"Process {pid} neither ended nor came to the point where it was to be killed.");
            }

            kill();
            return true;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Runs <c>errand</c> until the fact is seen.</summary>
    public static async Task<bool> OfCommandAsync(ErrandUnderTest errand, Func<bool> fact, params string[] arguments)
    {
        using Process process = errand.Start(arguments);
        Task<string>[] output = [process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()];
        bool isKilled = await WhenAsync(process.Id, fact);
        await process.WaitForExitAsync();
        await Task.WhenAll(output);
        return isKilled;
    }
}
