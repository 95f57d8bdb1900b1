using System.Text.Json;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

internal static class ChatUsage
{
    /// <summary>Reads a <c>usage</c> object; null if it is none.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long prompt = 0, completion = 0, cached = 0, written = 0, reasoning = 0;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("prompt_tokens"u8))
                prompt = JsonScan.Count(ref reader);
            else if (name.SequenceEqual("completion_tokens"u8))
                completion = JsonScan.Count(ref reader);
            else if (name.SequenceEqual("prompt_cache_hit_tokens"u8) || name.SequenceEqual("cached_tokens"u8))
                cached = Math.Max(cached, JsonScan.Count(ref reader));
            else if (name.SequenceEqual("prompt_tokens_details"u8))
                Details(ref reader, ref cached, ref written, ref reasoning);
            else if (name.SequenceEqual("completion_tokens_details"u8))
                Details(ref reader, ref cached, ref written, ref reasoning);
            else
                reader.Skip();
        }

        cached = Math.Min(cached, prompt);
        written = Math.Min(written, prompt - cached);
        return new TokenUsage(prompt - cached - written, cached, written, completion, Math.Min(reasoning, completion));
    }

    private static void Details(ref Utf8JsonReader reader, ref long cached, ref long written, ref long reasoning)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("cached_tokens"u8))
                cached = Math.Max(cached, JsonScan.Count(ref reader));
            else if (name.SequenceEqual("cache_write_tokens"u8) || name.SequenceEqual("cache_creation_tokens"u8))
                written = JsonScan.Count(ref reader);
            else if (name.SequenceEqual("reasoning_tokens"u8))
                reasoning = JsonScan.Count(ref reader);
            else
                reader.Skip();
        }
    }
}
