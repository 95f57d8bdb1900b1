namespace Errand.Jobs.Store;

/// <summary>Room on the disk that a supervisor sets aside when it takes its job, so that the job's end can be written down when the disk is full.</summary>
public sealed class DiskReserve(string path)
{
    /// <summary>1 MiB: the journal entries of an end, its receipt and its page, many times over.</summary>
    private const int Size = 1 << 20;

    /// <exception cref="IOException">There is not even this much room.</exception>
    public void Take()
    {
        // Allocated, not written: no zeros that a file system could leave out, and no time.
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            PreallocationSize = Size,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>Gives the room back.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Release()
    {
        bool isThere = File.Exists(path);
        File.Delete(path);
        return isThere;
    }
}
