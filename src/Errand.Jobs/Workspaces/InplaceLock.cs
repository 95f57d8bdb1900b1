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

    private readonly SafeFileHandle file;

    private InplaceLock(SafeFileHandle file) => this.file = file;

    /// <param name="locksDirectory">An existing directory on a local file system; absolute.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="job">Who wants it.</param>
    /// <exception cref="ErrandException">Another job holds it; the message names it.</exception>
    public static InplaceLock Take(string locksDirectory, RepositorySpec repository, JobId job)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository.CommonGitDirectory)))[..16];
        SafeFileHandle file = FileFaults.Guard(locksDirectory, () =>
        {
            using OpenDirectory directory = OpenDirectory.Open(locksDirectory);
            return directory.OpenOrCreateFile($"inplace-{hash}.lock");
        });
        if (Posix.Lock(file, Posix.LockExclusiveWithoutWaiting) != 0)
        {
            string holder = Encoding.ASCII.GetString(FileContent.Read(file, LongestHolder) ?? []).Trim();
            file.Dispose();
            throw new ErrandException(
                ErrorCatalog.RepositoryBusy,
                $"{(holder.Length > 0 ? holder : "Another job")} is at work in place in the repository '{repository.Root}'. Wait for it or cancel it, or start the job with isolation checkout.");
        }

        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes($"{job}\n"), 0);
        return new InplaceLock(file);
    }

    public void Dispose() => file.Dispose();
}
