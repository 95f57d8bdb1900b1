using System.Text.Json;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Copies one document of an answer with the model's name exchanged.</summary>
internal static class ChatPassDocument
{
    public static void Write(ReadOnlySpan<byte> json, string model, JsonSplice output)
    {
        var reader = JsonScan.Over(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (JsonScan.NextMember(ref reader, out var name))
            {
                if (!name.SequenceEqual("model"u8) || reader.TokenType != JsonTokenType.String)
                {
                    reader.Skip();
                    continue;
                }

                output.Raw(json[..(int)reader.TokenStartIndex]);
                output.Quoted(model);
                output.Raw(json[(int)reader.BytesConsumed..]);
                return;
            }
        }

        output.Raw(json);
    }

    /// <summary>Whether a chunk has nothing but usage: the one that <c>include_usage</c> adds.</summary>
    public static bool IsUsageOnly(ReadOnlySpan<byte> json)
    {
        var reader = JsonScan.Over(json);
        reader.Read();
        var hasUsage = false;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("choices"u8) && reader.TokenType == JsonTokenType.StartArray && JsonScan.ValueSpan(ref reader, json).IndexOf((byte)'{') >= 0)
                return false;

            hasUsage |= name.SequenceEqual("usage"u8) && reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
        }

        return hasUsage;
    }
}
