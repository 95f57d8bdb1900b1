using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>One body of <c>POST /v1/messages</c> as it is read.</summary>
internal sealed class MessagesRequest(ReadOnlyMemory<byte> body)
{
    private readonly List<Turn> turns = [];
    private List<Part> system = [];
    private List<ToolDefinition> tools = [];
    private List<JsonText> stop = [];
    private bool hasServerTools;
    private bool hasMessages;
    private string? model;
    private bool isStream;
    private RawJson maxTokens;
    private RawJson temperature;
    private RawJson topP;
    private RawJson topK;
    private ToolChoice choice = ToolChoice.Auto;
    private bool? parallel;
    private ReasoningMode mode;
    private string? effort;
    private long? budget;
    private OutputFormat? format;

    public ModelCall Read()
    {
        var reader = JsonScan.Over(body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new TranslationException("The request body must be a JSON object.");
        while (JsonScan.NextMember(ref reader, out var name))
            Member(name, ref reader);
        // Also checks that nothing follows.
        reader.Read();

        if (string.IsNullOrEmpty(model))
            throw new TranslationException("'model' must be a string.");
        if (!hasMessages)
            throw new TranslationException("'messages' must be a list with at least one message.");
        if (tools.Count == 0 && hasServerTools)
            throw new TranslationException("The request offers only tools that run on Anthropic's servers; this model's endpoint has none.");
        if (system.Count > 0)
            turns.Insert(0, new Turn(TurnRole.System, system));

        return new ModelCall
        {
            Model = model,
            IsStream = isStream,
            Turns = turns,
            Tools = tools,
            ToolChoice = choice,
            ParallelToolCalls = parallel,
            MaxTokens = maxTokens,
            Temperature = temperature,
            TopP = topP,
            TopK = topK,
            Stop = stop,
            Reasoning = new ReasoningWish(mode, effort, budget),
            Format = format,
        };
    }

    private void Member(scoped ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (name.SequenceEqual("messages"u8))
            Messages(ref reader);
        else if (name.SequenceEqual("tools"u8))
            Tools(ref reader);
        else if (name.SequenceEqual("system"u8))
            system = MessagesParts.System(ref reader, body);
        else if (name.SequenceEqual("model"u8))
            model = JsonScan.String(ref reader);
        else if (name.SequenceEqual("stream"u8))
            isStream = JsonScan.IsTrue(ref reader);
        else if (name.SequenceEqual("max_tokens"u8))
            maxTokens = Number("max_tokens", ref reader);
        else if (name.SequenceEqual("temperature"u8))
            temperature = Number("temperature", ref reader);
        else if (name.SequenceEqual("top_p"u8))
            topP = Number("top_p", ref reader);
        else if (name.SequenceEqual("top_k"u8))
            topK = Number("top_k", ref reader);
        else if (name.SequenceEqual("stop_sequences"u8))
            stop = Texts(ref reader);
        else if (name.SequenceEqual("tool_choice"u8))
            Choice(ref reader);
        else if (name.SequenceEqual("thinking"u8))
            Thinking(ref reader);
        else if (name.SequenceEqual("output_config"u8))
            OutputConfig(ref reader);
        else if (name.SequenceEqual("output_format"u8))
            Format(ref reader);
        else
            reader.Skip();
    }

    private RawJson Number(string name, ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? JsonScan.Value(ref reader, body)
        : throw new TranslationException($"'{name}' must be a number.");

    private List<JsonText> Texts(ref Utf8JsonReader reader)
    {
        var texts = new List<JsonText>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return texts;
        }

        while (JsonScan.NextElement(ref reader))
        {
            if (JsonScan.Text(ref reader, body) is { IsEmpty: false } text)
                texts.Add(text);
        }

        return texts;
    }

    private void Messages(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new TranslationException("'messages' must be a list with at least one message.");

        turns.Clear();
        while (JsonScan.NextElement(ref reader))
            turns.Add(Message(turns.Count, ref reader));
        hasMessages = turns.Count > 0;
    }

    private Turn Message(int index, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new TranslationException($"messages[{index}] must be an object.");

        TurnRole? role = null;
        List<Part> parts = [];
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("role"u8))
                role = Role(index, ref reader);
            else if (name.SequenceEqual("content"u8))
                parts = MessagesParts.Content(ref reader, body);
            else
                reader.Skip();
        }

        return new Turn(role ?? throw new TranslationException($"messages[{index}] has no role."), parts);
    }

    private static TurnRole Role(int index, ref Utf8JsonReader reader) => JsonScan.String(ref reader) switch
    {
        "user" => TurnRole.User,
        "assistant" => TurnRole.Assistant,
        "system" => TurnRole.System,
        var other => throw new TranslationException($"messages[{index}]: the role {(other is null ? "is no string" : $"'{other}' is unknown")}; it must be user, assistant or system."),
    };

    private void Tools(ref Utf8JsonReader reader)
    {
        tools = [];
        hasServerTools = false;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var index = 0;
        while (JsonScan.NextElement(ref reader))
        {
            if (MessagesTools.Read(index++, ref reader, body) is { } tool)
                tools.Add(tool);
            else
                hasServerTools = true;
        }
    }

    private void Choice(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        string? type = null;
        JsonText tool = default;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("type"u8))
                type = JsonScan.String(ref reader);
            else if (name.SequenceEqual("name"u8))
                tool = JsonScan.Text(ref reader, body);
            else if (name.SequenceEqual("disable_parallel_tool_use"u8))
                parallel = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? !JsonScan.IsTrue(ref reader) : null;
            else
                reader.Skip();
        }

        choice = type switch
        {
            "any" => new ToolChoice(ToolChoiceKind.Required),
            "none" => new ToolChoice(ToolChoiceKind.None),
            "tool" => new ToolChoice(ToolChoiceKind.Named, tool),
            _ => ToolChoice.Auto,
        };
    }

    private void Thinking(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("type"u8))
            {
                mode = JsonScan.String(ref reader) switch
                {
                    "enabled" => ReasoningMode.On,
                    "adaptive" => ReasoningMode.Adaptive,
                    "disabled" => ReasoningMode.Off,
                    _ => ReasoningMode.Unsaid,
                };
            }
            else if (name.SequenceEqual("budget_tokens"u8))
            {
                budget = reader.TokenType == JsonTokenType.Number ? JsonScan.Count(ref reader) : null;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void OutputConfig(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("effort"u8))
                effort = JsonScan.String(ref reader);
            else if (name.SequenceEqual("format"u8))
                Format(ref reader);
            else
                reader.Skip();
        }
    }

    private void Format(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        RawJson schema = default;
        JsonText title = default;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("schema"u8) && reader.TokenType == JsonTokenType.StartObject)
                schema = JsonScan.Value(ref reader, body);
            else if (name.SequenceEqual("name"u8))
                title = JsonScan.Text(ref reader, body);
            else
                reader.Skip();
        }

        if (!schema.IsEmpty)
            format = new OutputFormat(title, schema, null);
    }
}
