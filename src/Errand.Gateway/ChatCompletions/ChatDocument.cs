using System.Text.Json;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Reads one document of an answer, a stream's chunk or a whole body, and tells what is in it.</summary>
/// <param name="sink">Is told reasoning, text and calls in this order, then why the choice ended, then the usage.</param>
internal sealed class ChatDocument(IAnswerSink sink)
{
    private readonly ChatTemplate template = new(sink);
    private UpstreamError? broken;

    /// <summary>Whether some document said why the answer ended.</summary>
    public bool HasFinish { get; private set; }

    /// <summary>Whether some document had a choice in it, without which it is no answer.</summary>
    public bool HasChoices { get; private set; }

    /// <summary>Reads a chunk of a stream, in which hundreds differ by one string only.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public void ReadChunk(ReadOnlySpan<byte> json)
    {
        if (template.TryRead(json))
            return;

        if (json.Length > ChatTemplate.MaxBytes)
        {
            Read(json, sink);
            return;
        }

        template.Begin(json);
        try
        {
            Read(template.Frame, template);
        }
        catch (JsonException)
        {
            template.Begin(default);
            throw;
        }
    }

    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public void Read(ReadOnlySpan<byte> json) => Read(json, sink);

    private void Read(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var reader = JsonScan.Over(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        UpstreamError? error = null;
        TokenUsage? usage = null;
        var isAnswer = false;
        var isError = false;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("choices"u8))
                isAnswer |= Choices(ref reader, json, ref usage, sink);
            else if (name.SequenceEqual("usage"u8))
                usage = ChatUsage.Read(ref reader) ?? usage;
            else if (name.SequenceEqual("error"u8))
                error = UpstreamErrorReader.Value(ref reader);
            else if (name.SequenceEqual("object"u8))
                isError = reader.TokenType == JsonTokenType.String ? reader.ValueSpan.SequenceEqual("error"u8) : JsonScan.String(ref reader) is not null;
            else
                reader.Skip();
        }

        if (usage is { } counted)
            sink.Usage(counted);
        if (error is null && (isError || (!isAnswer && usage is null)))
        {
            var whole = JsonScan.Over(json);
            whole.Read();
            error = UpstreamErrorReader.Object(ref whole);
        }

        // A document that says that it broke off may also say why.
        if ((error ?? broken) is { } failure)
            sink.Fail(failure);
    }

    private bool Choices(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref TokenUsage? usage, IAnswerSink sink)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        while (JsonScan.NextElement(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            HasChoices = true;
            Choice(ref reader, json, ref usage, sink);
        }

        return true;
    }

    private void Choice(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref TokenUsage? usage, IAnswerSink sink)
    {
        ReadOnlySpan<byte> said = default;
        ReadOnlySpan<byte> finish = default;
        long index = 0;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("delta"u8) || name.SequenceEqual("message"u8))
                said = JsonScan.ValueSpan(ref reader, json, JsonTokenType.StartObject) is { IsEmpty: false } given ? given : said;
            else if (name.SequenceEqual("finish_reason"u8) && reader.TokenType == JsonTokenType.String)
                finish = reader.ValueSpan;
            else if (name.SequenceEqual("index"u8))
                index = JsonScan.Count(ref reader);
            else if (name.SequenceEqual("usage"u8))
                usage = ChatUsage.Read(ref reader) ?? usage;
            else
                reader.Skip();
        }

        // Only one answer was asked for.
        if (index != 0)
            return;
        if (!said.IsEmpty)
            ChatMessageReader.Read(said, sink);
        if (finish.IsEmpty)
            return;

        HasFinish = true;
        if (ChatFinish.Of(finish) is { } reason)
            sink.Finish(reason);
        else
            broken = ChatFinish.ErrorOf(finish);
    }
}
