using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>Reads the body of <c>POST /v1/responses</c>. What only OpenAI's own servers can do (stored answers, hosted tools) is left out.</summary>
internal static class ResponsesRequestReader
{
    /// <exception cref="TranslationException">The body is not JSON, or not such a request.</exception>
    public static ModelCall Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadBody(body);
        }
        catch (JsonException error)
        {
            throw new TranslationException($"The body is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine}). Send one JSON object.");
        }
    }

    private static ModelCall ReadBody(ReadOnlyMemory<byte> body)
    {
        var cursor = new JsonCursor(body);
        if (!cursor.IsObject)
            throw new TranslationException("The body is not a JSON object. Send the object of a Responses request.");

        string? model = null;
        JsonText instructions = default;
        bool isStream = false;
        bool? parallel = null;
        RawJson maxTokens = default, temperature = default, topP = default;
        var choice = ToolChoice.Auto;
        var reasoning = ReasoningWish.Unsaid;
        OutputFormat? format = null;
        var tools = new ResponsesToolReader();
        var input = new ResponsesInputReader(tools);
        bool hasInput = false;

        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("model"u8))
                model = cursor.Unescaped();
            else if (cursor.NameIs("input"u8))
                hasInput = input.Read(ref cursor);
            else if (cursor.NameIs("instructions"u8))
                instructions = cursor.TextSlice;
            else if (cursor.NameIs("tools"u8))
                tools.ReadList(ref cursor);
            else if (cursor.NameIs("stream"u8))
                isStream = cursor.IsTrue;
            else if (cursor.NameIs("tool_choice"u8))
                choice = ReadChoice(ref cursor);
            else if (cursor.NameIs("parallel_tool_calls"u8))
                parallel = cursor.Flag;
            else if (cursor.NameIs("max_output_tokens"u8))
                maxTokens = cursor.NumberSlice;
            else if (cursor.NameIs("temperature"u8))
                temperature = cursor.NumberSlice;
            else if (cursor.NameIs("top_p"u8))
                topP = cursor.NumberSlice;
            else if (cursor.NameIs("reasoning"u8))
                reasoning = ReadReasoning(ref cursor);
            else if (cursor.NameIs("text"u8))
                format = ReadFormat(ref cursor);
            else if (cursor.NameIs("previous_response_id"u8) && !cursor.IsNull)
                throw new TranslationException("'previous_response_id' is set, but answers are not stored here. Send the whole conversation in 'input'.");
        }

        cursor.Finish();
        if (string.IsNullOrEmpty(model))
            throw new TranslationException("'model' is missing or no string. Name the model that shall answer.");
        if (!hasInput)
            throw new TranslationException("'input' is missing. Send a text or a list of items.");

        return new ModelCall
        {
            Model = model,
            IsStream = isStream,
            Turns = input.Turns(instructions),
            Tools = tools.Tools,
            ToolChoice = choice,
            ParallelToolCalls = parallel,
            MaxTokens = maxTokens,
            Temperature = temperature,
            TopP = topP,
            Reasoning = reasoning,
            Format = format,
        };
    }

    private static ToolChoice ReadChoice(ref JsonCursor cursor)
    {
        if (cursor.IsString)
            return new ToolChoice(Kind(ref cursor));
        if (!cursor.IsObject)
            return ToolChoice.Auto;

        JsonText name = default;
        bool isNamed = false;
        var mode = ToolChoiceKind.Auto;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                isNamed = cursor.TextIs("function"u8) || cursor.TextIs("custom"u8);
            else if (cursor.NameIs("name"u8))
                name = cursor.TextSlice;
            else if (cursor.NameIs("mode"u8))
                mode = Kind(ref cursor);
        }

        return isNamed && !name.IsEmpty ? new ToolChoice(ToolChoiceKind.Named, name) : new ToolChoice(mode);
    }

    private static ToolChoiceKind Kind(ref JsonCursor cursor)
    {
        if (cursor.TextIs("required"u8))
            return ToolChoiceKind.Required;
        return cursor.TextIs("none"u8) ? ToolChoiceKind.None : ToolChoiceKind.Auto;
    }

    private static ReasoningWish ReadReasoning(ref JsonCursor cursor)
    {
        string? effort = null;
        if (cursor.IsObject)
        {
            int depth = cursor.Depth;
            while (cursor.NextMember(depth))
            {
                if (cursor.NameIs("effort"u8))
                    effort = cursor.Unescaped();
            }
        }

        return effort switch
        {
            null or "" => ReasoningWish.Unsaid,
            "none" => new ReasoningWish(ReasoningMode.Off),
            _ => new ReasoningWish(ReasoningMode.On, effort),
        };
    }

    private static OutputFormat? ReadFormat(ref JsonCursor cursor)
    {
        if (!cursor.IsObject)
            return null;

        JsonText name = default;
        RawJson schema = default;
        bool? isStrict = null;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (!cursor.NameIs("format"u8) || !cursor.IsObject)
                continue;
            int inner = cursor.Depth;
            while (cursor.NextMember(inner))
            {
                if (cursor.NameIs("name"u8))
                    name = cursor.TextSlice;
                else if (cursor.NameIs("schema"u8) && cursor.IsObject)
                    schema = cursor.RawSlice();
                else if (cursor.NameIs("strict"u8))
                    isStrict = cursor.Flag;
            }
        }

        return schema.IsEmpty ? null : new OutputFormat(name, schema, isStrict);
    }
}
