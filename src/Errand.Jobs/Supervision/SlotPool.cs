using System.Globalization;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>How many jobs of a state directory work at once: a lock file per slot, so a dead holder's slot is free at once.</summary>
public sealed class SlotPool(StateDirectory state, int size, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for a free slot.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            for (int number = 0; number < size; number++)
            {
                string path = Path.Combine(state.Slots, number.ToString(CultureInfo.InvariantCulture) + ".lock");
                if (FileLock.TryTake(path, out FileLock? slot))
                    return slot;
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }
}
