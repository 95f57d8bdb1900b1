using System.Text;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Supervision;

/// <summary>Keeps what the worker prints, line by line, with the job's secrets masked. Bounded: what comes after the limit is left out and said so once.</summary>
internal sealed class WorkerLog(string path, SecretMask mask) : IDisposable
{
    private const long LongestLog = 64L << 20;

    private readonly FileStream file = new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private bool isFull;

    /// <summary>Writes a line and gives it back as it may be shown.</summary>
    public WorkerLine Write(WorkerLine line)
    {
        WorkerLine shown = line with { Text = mask.Apply(line.Text) };
        if (!isFull)
        {
            isFull = file.Length > LongestLog;
            file.Write(Encoding.UTF8.GetBytes(isFull ? $"[the log ends here: it has reached {LongestLog >> 20} MiB]\n" : shown.Text + (line.IsTruncated ? " [cut]\n" : "\n")));
        }

        return shown;
    }

    public void Dispose() => file.Dispose();
}
