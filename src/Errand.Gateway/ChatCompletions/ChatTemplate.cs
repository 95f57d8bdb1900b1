using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Knows a stream's last chunk, and reads one that differs from it in its one piece of text without reading its JSON again.</summary>
/// <remarks>
/// Between the quotes of one string, any legal content leaves the meaning of the rest as it is. So a chunk that begins and ends with the
/// same bytes as the last, around legal content, says the same with another text. Nearly all chunks of a stream are of this kind.
/// </remarks>
/// <param name="sink">Is told what a chunk says. While a chunk is read whole, this object stands before it and looks on.</param>
internal sealed class ChatTemplate(IAnswerSink sink) : IAnswerSink
{
    private enum Piece
    {
        None,
        Text,
        Reasoning,
        Arguments,
        Other,
    }

    /// <summary>A longer chunk is none of the hundreds.</summary>
    public const int MaxBytes = 4096;

    private readonly JsonSplice frame = new();
    private Piece piece;
    private int start;
    private int end;
    private int? callIndex;

    /// <summary>The chunk that is being read whole; its pieces are found by where they are in it.</summary>
    public ReadOnlySpan<byte> Frame => frame.Written;

    /// <summary>Reads a chunk that is like the last one.</summary>
    /// <returns>False if it is not; then nothing was told.</returns>
    public bool TryRead(ReadOnlySpan<byte> json)
    {
        if (piece is Piece.None or Piece.Other)
            return false;

        var head = frame.Written[..start];
        var tail = frame.Written[end..];
        if (json.Length <= head.Length + tail.Length || !json.EndsWith(tail) || !json.StartsWith(head))
            return false;

        var content = json[head.Length..^tail.Length];
        if (content.ContainsAny(JsonEscapes.MustEscape))
            return false;

        if (piece == Piece.Text)
            sink.Text(content);
        else if (piece == Piece.Reasoning)
            sink.Reasoning(content);
        else
            sink.ToolCall(new ToolCallDelta { Index = callIndex, Arguments = content });
        return true;
    }

    /// <summary>Takes a chunk that is going to be read whole, from <see cref="Frame"/>.</summary>
    public void Begin(ReadOnlySpan<byte> json)
    {
        piece = Piece.None;
        frame.CutTo(0);
        frame.Raw(json);
    }

    public void Reasoning(ReadOnlySpan<byte> escaped)
    {
        See(Piece.Reasoning, escaped);
        sink.Reasoning(escaped);
    }

    public void ReasoningSeal(ReadOnlySpan<byte> escaped)
    {
        piece = Piece.Other;
        sink.ReasoningSeal(escaped);
    }

    public void Text(ReadOnlySpan<byte> escaped)
    {
        See(Piece.Text, escaped);
        sink.Text(escaped);
    }

    public void ToolCall(in ToolCallDelta delta)
    {
        See(Piece.Arguments, delta.Arguments);
        if (delta.Arguments.IsEmpty || !delta.Id.IsEmpty || !delta.Name.IsEmpty || !delta.ArgumentsValue.IsEmpty || delta.IsComplete)
            piece = Piece.Other;
        callIndex = delta.Index;
        sink.ToolCall(delta);
    }

    public void Finish(FinishReason reason)
    {
        piece = Piece.Other;
        sink.Finish(reason);
    }

    public void Usage(in TokenUsage usage)
    {
        piece = Piece.Other;
        sink.Usage(usage);
    }

    public void Fail(UpstreamError error)
    {
        piece = Piece.Other;
        sink.Fail(error);
    }

    public void End(bool isProper) => sink.End(isProper);

    private void See(Piece kind, ReadOnlySpan<byte> escaped)
    {
        if (escaped.IsEmpty)
            return;

        piece = piece == Piece.None && frame.Written.Overlaps(escaped, out start) ? kind : Piece.Other;
        end = start + escaped.Length;
    }
}
