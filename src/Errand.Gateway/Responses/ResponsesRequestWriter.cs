using Errand.Gateway.ChatCompletions;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>Writes the body that a Responses endpoint gets. Nothing is stored there: the conversation is sent whole, and reasoning comes back sealed.</summary>
internal static class ResponsesRequestWriter
{
    private const int Slack = 1024;

    // What OpenAI accepts at least.
    private const long LeastMaxTokens = 16;

    public static ReadOnlyMemory<byte> Write(ModelCall call, ModelTarget target, ToolNameMap names, int size)
    {
        var output = new JsonSplice(size + (size / 16) + Slack);
        var body = new BodyMembers(output, target.Parameters.Utf8, target.Profile.Omit);
        if (body.Begin("model"u8))
            output.Quoted(target.Model);
        if (body.Begin("stream"u8))
            output.Bool(call.IsStream);
        if (body.Begin("store"u8))
            output.Bool(false);
        if (body.Begin("include"u8))
            output.Raw("""["reasoning.encrypted_content"]"""u8);

        var turns = PairedTurns.Of(call.Turns);
        int head = 0;
        while (head < turns.Count && turns[head].Role == TurnRole.System)
            head++;
        if (head > 0 && body.Begin("instructions"u8))
            WriteInstructions(output, turns, head);
        if (body.Begin("input"u8))
            ResponsesInputWriter.Write(output, turns, head, names);
        if (call.Tools.Count > 0)
            WriteTools(body, output, call, target.Profile, names);

        WriteMaxTokens(body, output, call.MaxTokens);
        string? effort = Effort(call.Reasoning);
        if (effort is null)
        {
            // Models that reason refuse both.
            body.Raw("temperature"u8, call.Temperature.Utf8.Span);
            body.Raw("top_p"u8, call.TopP.Utf8.Span);
        }
        else if (body.Begin("reasoning"u8))
        {
            output.Raw("{\"effort\":"u8);
            output.Quoted(effort);
            // Without it the reasoning comes back as a seal only, and the client has nothing to show.
            output.Raw(",\"summary\":\"auto\"}"u8);
        }

        if (call.Format is { } format && body.Begin("text"u8))
            WriteFormat(output, format);
        body.End();
        return output.ToMemory();
    }

    // Claude Code asks for one token to see whether a model is there.
    private static void WriteMaxTokens(BodyMembers body, JsonSplice output, RawJson said)
    {
        if (said.IsEmpty)
            return;
        if (new JsonCursor(said.Utf8).Long() is > 0 and < LeastMaxTokens)
        {
            if (body.Begin("max_output_tokens"u8))
                output.Number(LeastMaxTokens);
            return;
        }

        body.Raw("max_output_tokens"u8, said.Utf8.Span);
    }

    /// <summary>
    /// Null = the upstream decides. Messages' thinking that is off needs no word: what cannot be turned off answers the word with an error. Claude Code's
    /// agents ask for an effort and say nothing of thinking.
    /// </summary>
    private static string? Effort(ReasoningWish wish) => wish switch
    {
        { Mode: ReasoningMode.Off } or { Mode: ReasoningMode.Unsaid, Effort: null } => null,
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

    private static void WriteTools(BodyMembers body, JsonSplice output, ModelCall call, BackendProfile profile, ToolNameMap names)
    {
        if (body.Begin("tools"u8))
        {
            var cleaner = new SchemaCleaner(profile);
            output.Raw((byte)'[');
            for (int at = 0; at < call.Tools.Count; at++)
            {
                if (at > 0)
                    output.Raw((byte)',');
                WriteTool(output, call.Tools[at], names.NameOf(at), cleaner);
            }

            output.Raw((byte)']');
        }

        if (body.Begin("tool_choice"u8))
        {
            switch (call.ToolChoice.Kind)
            {
                case ToolChoiceKind.Named when names.Offers(call.ToolChoice.Name):
                    output.Raw("{\"type\":\"function\",\"name\":"u8);
                    output.Quoted(names.NameOf(call.ToolChoice.Name).Span);
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

        if (call.ParallelToolCalls is { } parallel && body.Begin("parallel_tool_calls"u8))
            output.Bool(parallel);
    }

    private static void WriteTool(JsonSplice output, ToolDefinition tool, ReadOnlySpan<byte> name, SchemaCleaner cleaner)
    {
        output.Raw("{\"type\":\"function\",\"name\":"u8);
        output.Quoted(name);
        if (!tool.Description.IsEmpty)
        {
            output.Raw(",\"description\":"u8);
            output.Quoted(tool.Description.Escaped.Span);
        }

        output.Raw(",\"parameters\":"u8);
        cleaner.Write(tool.Schema.Utf8.Span, output);
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
