using System.Diagnostics.CodeAnalysis;

namespace Errand.Jobs.Store;

/// <summary>An exclusive lock between processes on a file of its own; the kernel lets go of it when its holder dies.</summary>
public sealed class FileLock : IDisposable
{
    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock if it is free.</summary>
    public static bool TryTake(string path, [NotNullWhen(true)] out FileLock? taken)
    {
        try
        {
            taken = new FileLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
            return true;
        }
        catch (IOException cause) when (cause is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && IsHeld(cause))
        {
            taken = null;
            return false;
        }
    }

    /// <summary>Takes the lock, waiting for it for at most <paramref name="patience"/>; null = it was held all the time.</summary>
    public static async Task<FileLock?> TakeAsync(string path, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        while (true)
        {
            if (TryTake(path, out FileLock? taken))
                return taken;
            if (clock.GetElapsedTime(startedAt) > patience)
                return null;

            await Task.Delay(TimeSpan.FromMilliseconds(2), clock, cancellationToken);
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>EWOULDBLOCK is the only errno that .NET turns into a sharing violation (HResult 11 on Linux, 35 on macOS).</summary>
    private static bool IsHeld(IOException cause) => (cause.HResult & 0xFFFF) is 11 or 35 or 32;
}
