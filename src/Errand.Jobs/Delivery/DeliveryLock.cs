using Errand.Core;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>One delivery at a time per repository. The lock is on the git directory itself, so that no file of ours appears in it.</summary>
internal sealed class DeliveryLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly OpenDirectory directory;

    private DeliveryLock(OpenDirectory directory) => this.directory = directory;

    /// <exception cref="ErrandException">Another delivery takes longer than 30 s.</exception>
    public static async Task<DeliveryLock> TakeAsync(RepositorySpec repository, TimeProvider clock, CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        OpenDirectory directory = FileFaults.Guard(repository.CommonGitDirectory, () => OpenDirectory.Open(repository.CommonGitDirectory));
        try
        {
            while (!directory.TryLock())
            {
                if (clock.GetElapsedTime(startedAt) > Patience)
                    throw new ErrandException(ErrorCatalog.RepositoryBusy, $"Another job's work is being delivered to '{repository.Root}' for more than {Patience.TotalSeconds:0} s. Try again when it is done.");

                await Task.Delay(Interval, clock, cancellationToken);
            }

            return new DeliveryLock(directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public void Dispose() => directory.Dispose();
}
