using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>Writes the body that a Responses endpoint gets. Nothing is stored there: the conversation is sent whole, and reasoning comes back sealed.</summary>
internal static class ResponsesRequestWriter
{
    public static byte[] Write(ModelCall call, ModelTarget target, ToolNameMap names)
    {
        var body = new UpstreamBody(target);
        var output = body.Output;
        if (body.Member("stream"u8))
            output.Bool(call.IsStream);
        if (body.Member("store"u8))
            output.Bool(false);
        if (body.Member("include"u8))
            output.Raw("""["reasoning.encrypted_content"]"""u8);

        var turns = PairedTurns.Of(call.Turns);
        int head = 0;
        while (head < turns.Count && turns[head].Role == TurnRole.System)
            head++;
        if (head > 0 && body.Member("instructions"u8))
            WriteInstructions(output, turns, head);
        if (body.Member("input"u8))
            ResponsesInputWriter.Write(output, turns, head, names);
        if (call.Tools.Count > 0)
            WriteTools(body, call, names);

        body.Member("max_output_tokens"u8, call.MaxTokens);
        body.Member("temperature"u8, call.Temperature);
        body.Member("top_p"u8, call.TopP);
        if (Effort(call.Reasoning) is { } effort && body.Member("reasoning"u8))
        {
            output.Raw("{\"effort\":"u8);
            output.Quoted(effort);
            // Without it the reasoning comes back as a seal only, and the client has nothing to show.
            output.Raw(",\"summary\":\"auto\"}"u8);
        }

        if (call.Format is { } format && body.Member("text"u8))
            WriteFormat(output, format);
        return body.Finish();
    }

    /// <summary>Null = the upstream decides. Messages' thinking that is off needs no word: what cannot be turned off answers the word with an error.</summary>
    private static string? Effort(ReasoningWish wish) => wish switch
    {
        { Mode: ReasoningMode.Off or ReasoningMode.Unsaid } => null,
        { Effort: "max" } => "xhigh",
        { Effort: { } said } => said,
        { BudgetTokens: < 4096 } => "low",
        { BudgetTokens: >= 16384 } => "high",
        _ => "medium",
    };

    private static void WriteInstructions(JsonSplice output, List<Turn> turns, int head)
    {
        output.Raw((byte)'"');
        bool isFirst = true;
        for (int at = 0; at < head; at++)
        {
            foreach (var part in turns[at].Parts)
            {
                if (part is not TextPart { Text: { IsEmpty: false } text })
                    continue;
                if (!isFirst)
                    output.Raw("\\n\\n"u8);
                isFirst = false;
                output.Raw(text.Escaped.Span);
            }
        }

        output.Raw((byte)'"');
    }

    private static void WriteTools(UpstreamBody body, ModelCall call, ToolNameMap names)
    {
        var output = body.Output;
        if (body.Member("tools"u8))
        {
            output.Raw((byte)'[');
            for (int at = 0; at < call.Tools.Count; at++)
            {
                if (at > 0)
                    output.Raw((byte)',');
                WriteTool(output, call.Tools[at], names.NameOf(at));
            }

            output.Raw((byte)']');
        }

        if (body.Member("tool_choice"u8))
        {
            switch (call.ToolChoice.Kind)
            {
                case ToolChoiceKind.Named:
                    output.Raw("{\"type\":\"function\",\"name\":"u8);
                    output.Quoted(names.NameOf(call.ToolChoice.Name, default).Span);
                    output.Raw((byte)'}');
                    break;
                case ToolChoiceKind.Required:
                    output.Raw("\"required\""u8);
                    break;
                case ToolChoiceKind.None:
                    output.Raw("\"none\""u8);
                    break;
                default:
                    output.Raw("\"auto\""u8);
                    break;
            }
        }

        if (call.ParallelToolCalls is { } parallel && body.Member("parallel_tool_calls"u8))
            output.Bool(parallel);
    }

    private static void WriteTool(JsonSplice output, ToolDefinition tool, ReadOnlySpan<byte> name)
    {
        output.Raw("{\"type\":\"function\",\"name\":"u8);
        output.Quoted(name);
        if (!tool.Description.IsEmpty)
        {
            output.Raw(",\"description\":"u8);
            output.Quoted(tool.Description.Escaped.Span);
        }

        output.Raw(",\"parameters\":"u8);
        output.Raw(tool.Schema.IsEmpty ? """{"type":"object","properties":{}}"""u8 : tool.Schema.Utf8.Span);
        // Left out, it means true here, and true refuses most schemas.
        output.Raw(",\"strict\":"u8);
        output.Bool(tool.IsStrict ?? false);
        output.Raw((byte)'}');
    }

    private static void WriteFormat(JsonSplice output, OutputFormat format)
    {
        output.Raw("{\"format\":{\"type\":\"json_schema\",\"name\":"u8);
        output.Quoted(format.Name.IsEmpty ? "answer"u8 : format.Name.Escaped.Span);
        output.Raw(",\"schema\":"u8);
        output.Raw(format.Schema.Utf8.Span);
        if (format.IsStrict is { } isStrict)
        {
            output.Raw(",\"strict\":"u8);
            output.Bool(isStrict);
        }

        output.Raw("}}"u8);
    }
}
