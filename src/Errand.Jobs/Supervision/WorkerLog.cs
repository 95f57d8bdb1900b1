using System.Text;
using Errand.Core.Redaction;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Keeps what the worker prints, line by line, without secrets. Bounded: what comes after the limit is left out and said so once.
/// A full disk ends the log and not the worker.
/// </summary>
internal sealed class WorkerLog(string path, Redactor redactor) : IDisposable
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

    private readonly LineRedactor output = new(redactor);
    private readonly LineRedactor errors = new(redactor);

    private bool isFull;

    /// <summary>Why the log is incomplete; null = no write failed.</summary>
    public string? Failure { get; private set; }

    /// <summary>Writes a line and gives it back as it may be shown.</summary>
    public WorkerLine Write(WorkerLine line)
    {
        WorkerLine shown = line with { Text = (line.IsError ? errors : output).Redact(line.Text) };
        if (!isFull)
            Append(shown);
        return shown;
    }

    private void Append(WorkerLine line)
    {
        try
        {
            isFull = file.Length > LongestLog;
            file.Write(Encoding.UTF8.GetBytes(isFull ? $"[the log ends here: it has reached {LongestLog >> 20} MiB]\n" : line.Text + (line.IsTruncated ? " [cut]\n" : "\n")));
        }
        catch (IOException cause)
        {
            isFull = true;
            Failure = cause.Message;
        }
    }

    public void Dispose() => file.Dispose();
}
