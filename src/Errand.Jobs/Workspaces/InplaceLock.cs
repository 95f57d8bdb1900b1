using System.Security.Cryptography;
using System.Text;
using Errand.Core;
using Errand.Jobs.Workspaces.Files;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// One in-place job at a time per repository, by a lock on a file that names its holder. The kernel lets go of it when the holder dies;
/// the file itself stays, since removing it would let two processes hold two files of the same name.
/// </summary>
public sealed class InplaceLock : IDisposable
{
    private const int LongestHolder = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly SafeFileHandle file;

    private InplaceLock(SafeFileHandle file) => this.file = file;

    /// <param name="locksDirectory">An existing directory on a local file system; absolute.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="worker">The job that is to work there and so becomes the <see cref="LastJob"/>; null = somebody who only needs the tree to be still.</param>
    /// <param name="patience">How long to wait for the holder; a delivery holds it for a moment only.</param>
    /// <param name="clock">Measures the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ErrandException">Another job holds it; the message names it.</exception>
    public static async Task<InplaceLock> TakeAsync(
        string locksDirectory, RepositorySpec repository, JobId? worker, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        SafeFileHandle file = FileFaults.Guard(locksDirectory, () => Open(locksDirectory, repository));
        try
        {
            long startedAt = clock.GetTimestamp();
            while (Posix.Lock(file, Posix.LockExclusiveWithoutWaiting) != 0)
            {
                if (clock.GetElapsedTime(startedAt) >= patience)
                    throw Busy(repository, file, isForWork: worker is not null);

                await Task.Delay(Interval, clock, cancellationToken);
            }

            if (worker is { } job)
            {
                RandomAccess.SetLength(file, 0);
                RandomAccess.Write(file, Encoding.ASCII.GetBytes($"{job}\n"), 0);
            }

            return new InplaceLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The job that worked last in place in a repository, whatever has become of it; null = none has.</summary>
    public static JobId? LastJob(string locksDirectory, RepositorySpec repository) => FileFaults.Guard<JobId?>(locksDirectory, () =>
    {
        using SafeFileHandle file = Open(locksDirectory, repository);
        return JobId.TryParse(Holder(file), out JobId id) ? id : null;
    });

    private static SafeFileHandle Open(string locksDirectory, RepositorySpec repository)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository.CommonGitDirectory)))[..16];
        using OpenDirectory directory = OpenDirectory.Open(locksDirectory);
        return directory.OpenOrCreateFile($"inplace-{hash}.lock");
    }

    private static string Holder(SafeFileHandle file) => Encoding.ASCII.GetString(FileContent.Read(file, LongestHolder) ?? []).Trim();

    private static ErrandException Busy(RepositorySpec repository, SafeFileHandle file, bool isForWork)
    {
        string holder = Holder(file);
        string advice = isForWork ? "Wait for it or cancel it, or start the job with isolation checkout." : "Wait for it or cancel it, then try again.";
        return new ErrandException(
            ErrorCatalog.RepositoryBusy,
            $"{(holder.Length > 0 ? holder : "Another job")} is at work in place in the repository '{repository.Root}'. {advice}");
    }

    public void Dispose() => file.Dispose();
}
