using System.Buffers;

namespace Errand.Core.Redaction;

/// <summary>
/// Takes secrets out of a stream, however it is cut into chunks: what comes out is what would come out of the whole. Holds back the last line until
/// it is complete, and of a line of more than <see cref="LongestHeld"/> bytes at least <see cref="LongestMatch"/>.
/// </summary>
/// <param name="redactor">Says what secrets are.</param>
/// <param name="output">Takes what is clean.</param>
public sealed class StreamRedactor(Redactor redactor, IBufferWriter<byte> output)
{
    /// <summary>Most bytes that are held back.</summary>
    public const int LongestHeld = 64 << 10;

    /// <summary>More than any rule looks at from its keyword on, so that what begins earlier is found whole.</summary>
    public const int LongestMatch = 16 << 10;

    private readonly ArrayBufferWriter<byte> held = new();

    /// <summary>What reaches from the part of the line that is written already into what is held; positions count within <see cref="held"/>.</summary>
    private readonly List<SecretSpan> carried = [];

    private PrivateKeyState state;

    /// <summary>How much of <see cref="held"/> is written already, and kept because a keyword is judged by what stands before it.</summary>
    private int written;

    /// <summary>Whether what is written ends with a mask.</summary>
    private bool isMasked;

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Write(ReadOnlySpan<byte> chunk)
    {
        if (held.WrittenCount == 0)
        {
            int lines = chunk.LastIndexOf((byte)'\n') + 1;
            if (lines > 0)
                redactor.Redact(chunk[..lines], ref state, output);
            chunk = chunk[lines..];
        }

        while (!chunk.IsEmpty)
        {
            int lineEnd = chunk.IndexOf((byte)'\n');
            int room = written + LongestHeld - held.WrittenCount;
            int taken = Math.Min(lineEnd >= 0 ? lineEnd + 1 : chunk.Length, room);
            held.Write(chunk[..taken]);
            chunk = chunk[taken..];
            if (held.WrittenSpan[^1] == (byte)'\n')
                WriteAll();
            else if (taken == room)
                WritePiece(held.WrittenCount - LongestMatch);

            if (held.WrittenCount == 0 && !chunk.IsEmpty)
            {
                Write(chunk);
                return;
            }
        }
    }

    /// <summary>Writes what is held; the stream has ended. Another one may follow.</summary>
    public void Flush()
    {
        if (held.WrittenCount > 0)
            WriteAll();
        state = PrivateKeyState.Outside;
    }

    private void WriteAll()
    {
        if (written == 0)
            redactor.Redact(held.WrittenSpan, ref state, output);
        else
            WritePiece(held.WrittenCount);
        held.ResetWrittenCount();
        carried.Clear();
        written = 0;
        isMasked = false;
    }

    /// <summary>Writes the line up to a limit and keeps the rest.</summary>
    private void WritePiece(int limit)
    {
        ReadOnlySpan<byte> text = held.WrittenSpan;
        List<SecretSpan> found = [.. carried];
        redactor.Scanner.Scan(text, written, limit, ref state, found);
        carried.Clear();
        int at = written;
        bool endsMasked = false;
        var piece = new ArrayBufferWriter<byte>(limit - written);
        foreach ((int start, int end) in Redactor.Stretches(found))
        {
            if (end > limit)
                carried.Add(new SecretSpan(Math.Max(start, limit), end, ""));
            if (start >= limit || end < written)
                continue;
            bool goesOn = isMasked && start <= written;
            piece.Write(text[at..Math.Max(at, start)]);
            if (!goesOn)
                piece.Write(Redactor.MaskBytes);
            at = Math.Min(end, limit);
            endsMasked = end >= limit;
        }

        piece.Write(text[at..limit]);
        if (found.Count == 0)
            output.Write(piece.WrittenSpan);
        else
            redactor.Redact(piece.WrittenSpan, output);
        isMasked = endsMasked;
        Keep(limit);
    }

    private void Keep(int limit)
    {
        int from = Math.Max(0, limit - SecretScanner.LookBehind);
        byte[] rest = held.WrittenSpan[from..].ToArray();
        held.ResetWrittenCount();
        held.Write(rest);
        written = limit - from;
        for (int number = 0; number < carried.Count; number++)
            carried[number] = new SecretSpan(carried[number].Start - from, carried[number].End - from, carried[number].Rule);
    }
}
