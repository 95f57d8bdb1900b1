using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>A client's request as it goes on to the upstream: byte for byte, but for the model, the configuration's parameters and the wish for usage.</summary>
/// <param name="Body">The upstream's body.</param>
/// <param name="IsStream">Whether the client wants a stream.</param>
/// <param name="WantsUsage">Whether the client itself asked for usage in the stream.</param>
internal sealed record ChatPassRequest(byte[] Body, bool IsStream, bool WantsUsage)
{
    /// <exception cref="TranslationException">It is no request.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ChatPassRequest Read(ReadOnlyMemory<byte> body, ModelTarget target)
    {
        var parameters = Parameters(target.Parameters);
        var output = new JsonSplice();
        var span = body.Span;
        var reader = JsonScan.Over(span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new TranslationException("The request body must be a JSON object.");

        bool isStream = false, wantsUsage = false, hasModel = false, hasOptions = false;
        var copied = 0;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            var start = (int)reader.TokenStartIndex;
            var kind = reader.TokenType;
            var value = JsonScan.ValueSpan(ref reader, span);
            if (name.SequenceEqual("stream"u8))
            {
                isStream = kind == JsonTokenType.True;
            }
            else if (name.SequenceEqual("stream_options"u8))
            {
                hasOptions = true;
                wantsUsage = kind == JsonTokenType.StartObject && AsksForUsage(value);
            }

            if (name.SequenceEqual("model"u8))
            {
                if (kind != JsonTokenType.String)
                    throw new TranslationException("'model' must be a string.");

                hasModel = true;
                output.Raw(span[copied..start]);
                output.Quoted(target.Model);
                copied = start + value.Length;
            }
            else if (parameters.Remove(name.ToArray(), out var replacement))
            {
                output.Raw(span[copied..start]);
                output.Raw(replacement.Span);
                copied = start + value.Length;
            }
            else if (!wantsUsage && target.Profile.StreamUsage && name.SequenceEqual("stream_options"u8) && IsStreamRequest(span))
            {
                output.Raw(span[copied..start]);
                WithUsage(kind == JsonTokenType.StartObject ? value : "{}"u8, output);
                copied = start + value.Length;
            }
        }

        if (!hasModel)
            throw new TranslationException("'model' must be a string.");

        var end = (int)reader.TokenStartIndex;
        // Also checks that nothing follows.
        reader.Read();
        output.Raw(span[copied..end].TrimEnd(" \t\r\n"u8));
        if (isStream && !hasOptions && target.Profile.StreamUsage && !parameters.ContainsKey("stream_options"u8.ToArray()))
            output.Raw(",\"stream_options\":{\"include_usage\":true}"u8);
        foreach (var (name, value) in parameters)
        {
            output.Raw((byte)',');
            output.Plain(name.Span);
            output.Raw((byte)':');
            output.Raw(value.Span);
        }

        output.Raw((byte)'}');
        return new ChatPassRequest(output.ToArray(), isStream, wantsUsage);
    }

    private static Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Parameters(RawJson parameters)
    {
        var members = new Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>(Utf8Comparer.Instance);
        if (parameters.IsEmpty)
            return members;

        var reader = JsonScan.Over(parameters.Utf8.Span);
        reader.Read();
        while (JsonScan.NextMember(ref reader, out var name))
            members[name.ToArray()] = JsonScan.Value(ref reader, parameters.Utf8).Utf8;
        return members;
    }

    private static bool IsStreamRequest(ReadOnlySpan<byte> body)
    {
        var reader = JsonScan.Over(body);
        reader.Read();
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("stream"u8))
                return JsonScan.IsTrue(ref reader);

            reader.Skip();
        }

        return false;
    }

    private static bool AsksForUsage(ReadOnlySpan<byte> options)
    {
        var reader = JsonScan.Over(options);
        reader.Read();
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("include_usage"u8))
                return JsonScan.IsTrue(ref reader);

            reader.Skip();
        }

        return false;
    }

    private static void WithUsage(ReadOnlySpan<byte> options, JsonSplice output)
    {
        output.Raw("{\"include_usage\":true"u8);
        var reader = JsonScan.Over(options);
        reader.Read();
        while (JsonScan.NextMember(ref reader, out var name))
        {
            var value = JsonScan.ValueSpan(ref reader, options);
            if (name.SequenceEqual("include_usage"u8))
                continue;

            output.Raw((byte)',');
            output.Plain(name);
            output.Raw((byte)':');
            output.Raw(value);
        }

        output.Raw((byte)'}');
    }
}
