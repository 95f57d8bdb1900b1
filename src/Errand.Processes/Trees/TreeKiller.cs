using Errand.Processes.Native;
using Errand.Processes.Spawning;

namespace Errand.Processes.Trees;

/// <summary>Kills every member of a family, and proves that none is left.</summary>
internal static class TreeKiller
{
    private const int FreezeRounds = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Kills until two looks in a row find nobody, or the time is over.</summary>
    /// <returns>How many are left.</returns>
    public static async Task<int> EndAsync(ProcessFamily family, TimeSpan wait, CancellationToken cancellationToken)
    {
        // Killing follows the machine, not the caller's clock: with a clock that a test holds still it would wait for ever.
        TimeProvider clock = TimeProvider.System;
        long startedAt = clock.GetTimestamp();
        bool foundNobody = Freeze(family);
        TimeSpan pause = FirstPause;
        while (true)
        {
            List<ProcessEntry> living = family.Living();
            // Two looks in a row: one can miss a process that was born behind it.
            bool findsNobody = living.Count == 0 && !family.IsUndecided;
            if (findsNobody && foundNobody)
                return 0;
            foundNobody = findsNobody;
            if (!findsNobody && clock.GetElapsedTime(startedAt) > wait)
                return living.Count;

            foreach (ProcessEntry entry in living)
                _ = Libc.Kill(entry.Pid, Signal.Kill);
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            ChildTable.Collect();
        }
    }

    /// <summary>
    /// Stops all members before the first one is killed. A process that forks all the time outruns killing one by one, and killing a parent
    /// cuts the only line by which a child in its own session is found.
    /// </summary>
    /// <returns>Whether there was nobody to stop.</returns>
    private static bool Freeze(ProcessFamily family)
    {
        var stopped = new HashSet<(int, long)>();
        for (int round = 0; round < FreezeRounds; round++)
        {
            bool stoppedOne = false;
            foreach (ProcessEntry entry in family.Living())
            {
                if (!stopped.Add((entry.Pid, entry.StartTime)))
                    continue;
                _ = Libc.Kill(entry.Pid, Signal.Stop);
                stoppedOne = true;
            }

            if (!stoppedOne)
                break;
        }

        return stopped.Count == 0 && !family.IsUndecided;
    }
}
