using System.Text.Json;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Reads a choice's <c>delta</c> or <c>message</c>.</summary>
internal static class ChatMessageReader
{
    public static void Read(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        ReadOnlySpan<byte> reasoning = default;
        ReadOnlySpan<byte> otherReasoning = default;
        ReadOnlySpan<byte> text = default;
        ReadOnlySpan<byte> refusal = default;
        ReadOnlySpan<byte> parts = default;
        ReadOnlySpan<byte> calls = default;
        ReadOnlySpan<byte> oldCall = default;
        var reader = JsonScan.Over(json);
        reader.Read();
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("content"u8))
            {
                if (reader.TokenType == JsonTokenType.StartArray)
                    parts = JsonScan.ValueSpan(ref reader, json);
                else
                    text = JsonScan.TextSpan(ref reader);
            }
            else if (name.SequenceEqual("tool_calls"u8))
            {
                calls = JsonScan.ValueSpan(ref reader, json, JsonTokenType.StartArray);
            }
            else if (name.SequenceEqual("reasoning_content"u8))
            {
                reasoning = JsonScan.TextSpan(ref reader);
            }
            else if (name.SequenceEqual("reasoning"u8))
            {
                otherReasoning = JsonScan.TextSpan(ref reader);
            }
            else if (name.SequenceEqual("refusal"u8))
            {
                refusal = JsonScan.TextSpan(ref reader);
            }
            else if (name.SequenceEqual("function_call"u8))
            {
                oldCall = JsonScan.ValueSpan(ref reader, json, JsonTokenType.StartObject);
            }
            else
            {
                reader.Skip();
            }
        }

        // Some servers send both spellings of the same reasoning.
        sink.Reasoning(reasoning.IsEmpty ? otherReasoning : reasoning);
        if (!parts.IsEmpty)
            Parts(parts, sink);
        sink.Text(text);
        sink.Text(refusal);
        if (!calls.IsEmpty)
            Calls(calls, sink);
        if (!oldCall.IsEmpty)
            ChatCallReader.ReadOld(oldCall, sink);
    }

    private static void Calls(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var reader = JsonScan.Over(json);
        reader.Read();
        while (JsonScan.NextElement(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                ChatCallReader.Read(ref reader, json, sink);
            else
                reader.Skip();
        }
    }

    // A list of parts, as Mistral and some proxies send it.
    private static void Parts(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var reader = JsonScan.Over(json);
        reader.Read();
        while (JsonScan.NextElement(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                sink.Text(JsonScan.TextSpan(ref reader));
                continue;
            }

            ReadOnlySpan<byte> text = default;
            ReadOnlySpan<byte> thinking = default;
            while (JsonScan.NextMember(ref reader, out var name))
            {
                if (name.SequenceEqual("text"u8))
                    text = JsonScan.TextSpan(ref reader);
                else if (name.SequenceEqual("thinking"u8))
                    thinking = reader.TokenType == JsonTokenType.StartArray ? JsonScan.ValueSpan(ref reader, json) : JsonScan.TextSpan(ref reader);
                else
                    reader.Skip();
            }

            if (thinking is [(byte)'[', ..])
                Thinking(thinking, sink);
            else
                sink.Reasoning(thinking);
            sink.Text(text);
        }
    }

    private static void Thinking(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        if (JsonScan.KindOf(json) != JsonTokenType.StartArray)
        {
            sink.Reasoning(json);
            return;
        }

        var reader = JsonScan.Over(json);
        reader.Read();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text"u8) && reader.Read())
                sink.Reasoning(JsonScan.TextSpan(ref reader));
        }
    }
}
