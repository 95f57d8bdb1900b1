using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Supervision;
using Errand.Jobs.Workers;

namespace Errand.Output;

/// <summary>A worker's events as lines for people: time, kind, text.</summary>
internal sealed class EventLines(TextWriter writer)
{
    private const int LongestText = 400;

    /// <summary>The beginning of a line whose end has not been read yet.</summary>
    private readonly ArrayBufferWriter<byte> rest = new();

    /// <summary>Takes a piece of <c>events.jsonl</c>, which may end inside a line.</summary>
    public void Write(ReadOnlyMemory<byte> piece)
    {
        rest.Write(piece.Span);
        ReadOnlySpan<byte> left = rest.WrittenSpan;
        while (left.IndexOf((byte)'\n') is var end and >= 0)
        {
            Write(left[..end]);
            left = left[(end + 1)..];
        }

        byte[] kept = left.ToArray();
        rest.ResetWrittenCount();
        rest.Write(kept);
    }

    private void Write(ReadOnlySpan<byte> line)
    {
        RecordedEvent? recorded = JsonSerializer.Deserialize(line, FaceJson.Default.RecordedEvent);
        if (recorded is not { Event: { Kind: not WorkerEventKind.Other } happened })
            return;

        string text = happened.Text is null ? "" : Escaping.Escape(Escaping.Cut(happened.Text.Trim(), LongestText));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recorded.At.ToLocalTime():HH:mm:ss}  {SnakeCase.Of(happened.Kind),-12}  {text}").TrimEnd());
    }
}
