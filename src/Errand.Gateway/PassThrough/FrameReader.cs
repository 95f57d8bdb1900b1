using Errand.Gateway.Messages;
using Errand.Gateway.Responses;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.PassThrough;

/// <summary>Reads what matters of one event of Messages or Responses: its kind, its tokens, and where it names the model.</summary>
internal ref struct FrameReader
{
    private ReadOnlySpan<byte> type;
    private int textBytes;
    private bool isReasoning;

    public FrameKind Kind { get; private set; }

    public UpstreamError? Error { get; private set; }

    /// <summary>Null if the event counts no tokens.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Where the value of the model's name begins in the data; 0 = it is not there.</summary>
    public int ModelStart { get; private set; }

    public int ModelEnd { get; private set; }

    /// <summary>The answer's id, escaped; empty if the event has none.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }

    public long Sequence { get; private set; }

    /// <summary>Bytes of text, reasoning or arguments.</summary>
    public readonly int TextBytes => textBytes;

    public readonly BlockKind TextKind => isReasoning ? BlockKind.Reasoning : BlockKind.Text;

    /// <exception cref="System.Text.Json.JsonException">The data is not JSON.</exception>
    public void Read(ReadOnlySpan<byte> data, ref UpstreamUsage messagesUsage)
    {
        var cursor = new JsonCursor(data);
        if (!cursor.IsObject)
            throw new System.Text.Json.JsonException();
        var whole = cursor;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                type = cursor.Text;
            else if (cursor.NameIs("sequence_number"u8))
                Sequence = cursor.Long();
            else if (cursor.NameIs("delta"u8))
                ReadDelta(ref cursor);
            else if (cursor.NameIs("usage"u8) && cursor.IsObject)
            {
                messagesUsage.Read(ref cursor);
                Usage = messagesUsage.Tokens;
            }
            else if ((cursor.NameIs("message"u8) || cursor.NameIs("response"u8)) && cursor.IsObject)
                ReadAnswer(ref cursor, cursor.NameIs("message"u8), ref messagesUsage);
            else if (cursor.NameIs("error"u8))
                Error = cursor.Error();
        }

        cursor.Finish();
        Kind = KindOf();
        if (Kind == FrameKind.Error)
            Error ??= type.SequenceEqual("error"u8) ? whole.Error() : new UpstreamError(0, "server_error", "The upstream's answer failed without a reason.");
    }

    private readonly FrameKind KindOf()
    {
        if (type.SequenceEqual("error"u8) || type.SequenceEqual("response.failed"u8) || Error is not null)
            return FrameKind.Error;
        if (type.SequenceEqual("message_stop"u8) || type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8))
            return FrameKind.Ending;
        if (type.SequenceEqual("message_start"u8) || type.SequenceEqual("ping"u8) || type.SequenceEqual("response.created"u8)
            || type.SequenceEqual("response.in_progress"u8) || type.SequenceEqual("response.queued"u8))
            return FrameKind.Opening;
        return FrameKind.Content;
    }

    private void ReadDelta(ref JsonCursor cursor)
    {
        if (cursor.IsString)
        {
            textBytes = cursor.Text.Length;
            isReasoning = type.StartsWith("response.reasoning"u8);
            return;
        }

        if (!cursor.IsObject)
            return;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            isReasoning |= cursor.NameIs("thinking"u8);
            if (cursor.NameIs("text"u8) || cursor.NameIs("thinking"u8) || cursor.NameIs("partial_json"u8))
                textBytes += cursor.Text.Length;
        }
    }

    private void ReadAnswer(ref JsonCursor cursor, bool isMessage, ref UpstreamUsage messagesUsage)
    {
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("model"u8) && cursor.IsString)
            {
                ModelStart = cursor.Start;
                ModelEnd = cursor.Position;
            }
            else if (cursor.NameIs("id"u8))
                Id = cursor.Text;
            else if (cursor.NameIs("usage"u8) && cursor.IsObject)
            {
                if (isMessage)
                    messagesUsage.ReadStart(ref cursor);
                Usage = isMessage ? messagesUsage.Tokens : ResponsesUsage.Read(ref cursor);
            }
            else if (cursor.NameIs("error"u8))
                Error = cursor.Error();
        }
    }
}
