namespace Errand.Processes.Streams;

/// <summary>A file that takes what a process prints, as it comes, up to a limit. A full disk ends the log and not the process.</summary>
internal sealed class OutputLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file;
    private long room;

    public OutputLog(string path, long limit)
    {
        room = limit;
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        file = new FileStream(path, options);
    }

    /// <summary>Why the log is incomplete; null = no write failed.</summary>
    public Exception? Failure { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            int count = (int)Math.Min(bytes.Length, room);
            if (count == 0)
                return;
            room -= count;
            try
            {
                file.Write(bytes[..count]);
            }
            catch (IOException exception)
            {
                Failure = exception;
                room = 0;
            }
        }
    }

    public void Dispose() => file.Dispose();
}
