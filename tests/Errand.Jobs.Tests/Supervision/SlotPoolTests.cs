using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Testing;

namespace Errand.Jobs.Tests.Supervision;

public sealed class SlotPoolTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task No_more_work_at_once_than_there_are_slots_and_a_freed_slot_is_given_on()
    {
        var state = new StateDirectory(directory.Path);
        state.Ensure();
        var pool = new SlotPool(state, 2, TimeProvider.System);
        using IDisposable first = await pool.TakeAsync(CancellationToken.None);
        IDisposable second = await pool.TakeAsync(CancellationToken.None);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.TakeAsync(impatience.Token));
        second.Dispose();

        using IDisposable third = await pool.TakeAsync(CancellationToken.None).WaitAsync(TestTimeouts.Default);
    }
}
