using System.Text;
using Errand.Core.Redaction;

namespace Errand.Jobs.Verification;

/// <summary>
/// A file that keeps the beginning and the end of an output: half of the limit for each, with a line between them that says how much is
/// missing; without secrets. The beginning is in the file at once; the end is held in memory until <see cref="Finish"/>.
/// </summary>
internal sealed class CheckLog : IDisposable
{
    private readonly LineRedactor lines;
    private readonly FileStream file;
    private readonly int half;
    private byte[]? ring;
    private long headLength;
    private long tailLength;

    public CheckLog(string path, int limit, Redactor redactor)
    {
        Path = path;
        lines = new LineRedactor(redactor);
        half = limit / 2;
        file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        });
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Why the log is incomplete; null = every write succeeded.</summary>
    public string? Failure { get; private set; }

    public void WriteLine(string line) => Write(Encoding.UTF8.GetBytes(lines.Redact(line) + "\n"));

    /// <summary>Writes the end, if it is not there yet.</summary>
    public void Finish()
    {
        if (ring is null)
            return;

        long kept = Math.Min(tailLength, half);
        if (tailLength > kept)
            WriteToFile(Encoding.UTF8.GetBytes($"\n[errand: {tailLength - kept:N0} bytes are left out here]\n"));

        int start = (int)(tailLength > half ? tailLength % half : 0);
        WriteToFile(ring.AsSpan(start, (int)kept - start));
        WriteToFile(ring.AsSpan(0, start));
        ring = null;
    }

    public void Dispose()
    {
        Finish();
        file.Dispose();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        int head = (int)Math.Min(bytes.Length, half - headLength);
        if (head > 0)
        {
            WriteToFile(bytes[..head]);
            headLength += head;
            bytes = bytes[head..];
        }

        while (!bytes.IsEmpty)
        {
            ring ??= new byte[half];
            int position = (int)(tailLength % half);
            int count = Math.Min(bytes.Length, half - position);
            bytes[..count].CopyTo(ring.AsSpan(position));
            tailLength += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>A full disk ends the log and not the check.</summary>
    private void WriteToFile(ReadOnlySpan<byte> bytes)
    {
        if (Failure is not null)
            return;
        try
        {
            file.Write(bytes);
        }
        catch (IOException exception)
        {
            Failure = exception.Message;
        }
    }
}
