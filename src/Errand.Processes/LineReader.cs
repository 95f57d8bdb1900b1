using System.Buffers;
using System.Text;

namespace Errand.Processes;

/// <summary>
/// Reads lines from a stream that may hold anything: a line of a gigabyte, no line at all, binary, characters cut between two reads. Memory
/// is bounded by <see cref="LineLimits.LineBytes"/>, whatever comes. Not thread-safe.
/// </summary>
public sealed class LineReader
{
    private const int ChunkSize = 64 * 1024;

    private readonly Stream stream;
    private readonly LineLimits limits;
    private readonly byte[] chunk = new byte[ChunkSize];
    private readonly ArrayBufferWriter<byte> line = new();
    private int next;
    private int end;
    private bool isInLine;
    private bool isTruncated;
    private bool isAtEnd;

    /// <param name="stream">What to read; it stays open.</param>
    /// <param name="limits">How much to keep.</param>
    public LineReader(Stream stream, LineLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.LineBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.LineBytes, LineLimits.LongestLine);
        ArgumentOutOfRangeException.ThrowIfNegative(limits.TotalBytes);
        this.stream = stream;
        this.limits = limits;
    }

    /// <summary>Bytes that were read so far, dropped ones included.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes that came after <see cref="LineLimits.TotalBytes"/>.</summary>
    public long BytesDropped { get; private set; }

    /// <summary>The next line; null at the end of the stream. A last line without an end is a line.</summary>
    public async ValueTask<OutputLine?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTakeLine(out OutputLine taken))
                return taken;
            if (isAtEnd)
                return isInLine ? Finish() : null;
            Accept(await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false));
        }
    }

    private void Accept(int count)
    {
        isAtEnd = count == 0;
        BytesRead += count;
        long over = Math.Clamp(BytesRead - limits.TotalBytes, 0, count);
        BytesDropped += over;
        next = 0;
        end = count - (int)over;
    }

    private bool TryTakeLine(out OutputLine taken)
    {
        ReadOnlySpan<byte> rest = chunk.AsSpan(next, end - next);
        int length = rest.IndexOf((byte)'\n');
        if (length >= 0)
        {
            next += length + 1;
            taken = isInLine ? Finish(rest[..length]) : Decode(rest[..length], isCut: false);
            return true;
        }

        next = end;
        isInLine |= !rest.IsEmpty;
        Append(rest);
        // Nothing of this line will follow: it is given out now and not when the process ends, which may be hours later.
        bool isCutByTotal = isInLine && BytesDropped > 0;
        isTruncated |= isCutByTotal;
        taken = isCutByTotal ? Finish() : default;
        return isCutByTotal;
    }

    private OutputLine Finish(ReadOnlySpan<byte> rest)
    {
        Append(rest);
        return Finish();
    }

    private OutputLine Finish()
    {
        OutputLine finished = Decode(line.WrittenSpan, isTruncated);
        line.ResetWrittenCount();
        isInLine = false;
        isTruncated = false;
        return finished;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        // One more than the limit, because the last byte may turn out to be the CR of a line end.
        int room = limits.LineBytes + 1 - line.WrittenCount;
        isTruncated |= bytes.Length > room;
        line.Write(bytes[..Math.Min(bytes.Length, room)]);
    }

    private OutputLine Decode(ReadOnlySpan<byte> bytes, bool isCut)
    {
        if (!isCut && bytes is [.., (byte)'\r'])
            bytes = bytes[..^1];
        isCut |= bytes.Length > limits.LineBytes;
        if (isCut)
            bytes = WithoutHalfCharacter(bytes[..Math.Min(bytes.Length, limits.LineBytes)]);
        return new OutputLine(Encoding.UTF8.GetString(bytes), isCut);
    }

    private static ReadOnlySpan<byte> WithoutHalfCharacter(ReadOnlySpan<byte> bytes) =>
        Rune.DecodeLastFromUtf8(bytes, out _, out int length) == OperationStatus.NeedMoreData ? bytes[..^length] : bytes;
}
