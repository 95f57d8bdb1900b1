using System.Text.Json;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Cuts an event stream into events, whatever the pieces in which it arrives.</summary>
/// <remarks>Splits at LF and tolerates CRLF, comments, fields without the space, a byte order mark, several <c>data</c> lines in one event, events with no blank line between them, and a last event without one.</remarks>
internal sealed class SseReader(ISseHandler handler)
{
    /// <summary>An event or line of more bytes is none that a model endpoint sends.</summary>
    public const int MaxEventBytes = 32 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly JsonSplice line = new();
    private readonly JsonSplice data = new();
    private readonly JsonSplice name = new();
    private bool hasData;
    private bool isPastStart;

    /// <summary>True once an event was longer than <see cref="MaxEventBytes"/>; nothing is read any more.</summary>
    public bool IsTooLong { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!IsTooLong)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (line.Length + data.Length + (end < 0 ? bytes.Length : end) > MaxEventBytes)
            {
                IsTooLong = true;
                Clear();
            }
            else if (end < 0)
            {
                if (!bytes.IsEmpty)
                    line.Raw(bytes);
                return;
            }
            else if (line.Length == 0)
            {
                Line(bytes[..end]);
            }
            else
            {
                line.Raw(bytes[..end]);
                Line(line.Written);
                line.CutTo(0);
            }

            bytes = IsTooLong ? default : bytes[(end + 1)..];
        }
    }

    /// <summary>The stream ended: an event that lacks only its blank line still counts.</summary>
    public void End()
    {
        if (line.Length > 0)
            Line(line.Written);
        Dispatch();
        Clear();
    }

    private void Line(ReadOnlySpan<byte> text)
    {
        if (!isPastStart)
        {
            isPastStart = true;
            if (text.StartsWith(ByteOrderMark))
                text = text[ByteOrderMark.Length..];
        }

        if (text is [.., (byte)'\r'])
            text = text[..^1];
        if (text.IsEmpty)
            Dispatch();
        else if (text.StartsWith("data:"u8))
            Data(Value(text["data:".Length..]));
        else if (text.StartsWith("event:"u8))
            Name(Value(text["event:".Length..]));
    }

    private void Data(ReadOnlySpan<byte> text)
    {
        // Some servers end an event with one line end. Two documents in a row are two events; one in several lines is one.
        if (hasData && JsonScan.KindOf(data.Written) != JsonTokenType.None)
            Dispatch();
        if (hasData)
            data.Raw((byte)'\n');
        data.Raw(text);
        hasData = true;
    }

    private void Name(ReadOnlySpan<byte> text)
    {
        if (hasData && JsonScan.KindOf(data.Written) != JsonTokenType.None)
            Dispatch();
        name.CutTo(0);
        name.Raw(text);
    }

    private void Dispatch()
    {
        if (hasData)
            handler.Event(name.Written, data.Written);
        hasData = false;
        data.CutTo(0);
        name.CutTo(0);
    }

    private void Clear()
    {
        line.Clear();
        data.Clear();
        name.Clear();
        hasData = false;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) => text is [(byte)' ', ..] ? text[1..] : text;
}
