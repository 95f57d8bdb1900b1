using System.Text.Json;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Reads a tool call, or a piece of one.</summary>
internal static class ChatCallReader
{
    /// <summary>Reads an element of <c>tool_calls</c>.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        int? index = null;
        ReadOnlySpan<byte> id = default;
        var function = default(Function);
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("index"u8) && reader.TokenType == JsonTokenType.Number)
                index = (int)Math.Min(JsonScan.Count(ref reader), int.MaxValue);
            else if (name.SequenceEqual("id"u8) && reader.TokenType == JsonTokenType.String)
                id = reader.ValueSpan;
            else if (name.SequenceEqual("function"u8) && reader.TokenType == JsonTokenType.StartObject)
                function = Function.Read(ref reader, json);
            else
                reader.Skip();
        }

        sink.ToolCall(new ToolCallDelta { Index = index, Id = id, Name = function.Name, Arguments = function.Arguments, ArgumentsValue = function.Json });
    }

    /// <summary>Reads a <c>function_call</c>, the form before there were parallel calls.</summary>
    public static void ReadOld(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var reader = JsonScan.Over(json);
        reader.Read();
        var function = Function.Read(ref reader, json);
        sink.ToolCall(new ToolCallDelta { Index = 0, Name = function.Name, Arguments = function.Arguments, ArgumentsValue = function.Json });
    }

    private readonly ref struct Function(ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> value)
    {
        public ReadOnlySpan<byte> Name { get; } = name;

        public ReadOnlySpan<byte> Arguments { get; } = arguments;

        public ReadOnlySpan<byte> Json { get; } = value;

        public static Function Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
        {
            ReadOnlySpan<byte> called = default;
            ReadOnlySpan<byte> arguments = default;
            ReadOnlySpan<byte> value = default;
            while (JsonScan.NextMember(ref reader, out var name))
            {
                if (name.SequenceEqual("name"u8) && reader.TokenType == JsonTokenType.String)
                    called = reader.ValueSpan;
                else if (!name.SequenceEqual("arguments"u8))
                    reader.Skip();
                else if (reader.TokenType == JsonTokenType.String)
                    arguments = reader.ValueSpan;
                else
                    value = JsonScan.ValueSpan(ref reader, json);
            }

            return new Function(called, arguments, value);
        }
    }
}
