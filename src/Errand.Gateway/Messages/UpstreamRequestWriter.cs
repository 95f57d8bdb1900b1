using System.Globalization;
using Errand.Gateway.ChatCompletions;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>Writes the body that an Anthropic endpoint gets.</summary>
internal static class UpstreamRequestWriter
{
    /// <summary>Messages has no default of its own; every model of the last years can do this much.</summary>
    private const long DefaultMaxTokens = 32000;

    private const double HighestTemperature = 1;
    private const int Slack = 1024;

    public static ReadOnlyMemory<byte> Write(ModelCall call, ModelTarget target, ToolNameMap names, int size)
    {
        var output = new JsonSplice(size + (size / 16) + Slack);
        var body = new BodyMembers(output, target.Parameters.Utf8, target.Profile.Omit);
        if (body.Begin("model"u8))
            output.Quoted(target.Model);
        long maxTokens = MaxTokens(call);
        if (body.Begin("max_tokens"u8))
            output.Number(maxTokens);
        if (body.Begin("stream"u8))
            output.Bool(call.IsStream);

        var turns = PairedTurns.Of(call.Turns);
        int head = 0;
        while (head < turns.Count && turns[head].Role == TurnRole.System)
            head++;
        if (UpstreamSystem.HasText(turns, head) && body.Begin("system"u8))
            UpstreamSystem.Write(output, turns, head);
        var messages = UpstreamMessages.Of(turns, head);
        if (body.Begin("messages"u8))
            new UpstreamMessageWriter(output, names).Write(messages);
        if (call.Tools.Count > 0)
            UpstreamTools.Write(body, output, call, names);

        var thinking = UpstreamThinking.Of(call, maxTokens, messages);
        WriteSampling(body, output, call, thinking);
        if (call.Stop.Count > 0 && body.Begin("stop_sequences"u8))
            WriteStop(output, call.Stop);
        if (thinking.IsOn && body.Begin("thinking"u8))
            thinking.Write(output);
        WriteOutputConfig(body, output, call.Format, thinking);
        body.End();
        return output.ToMemory();
    }

    private static long MaxTokens(ModelCall call)
    {
        if (call.MaxTokens.IsEmpty)
            return DefaultMaxTokens;
        long said = new JsonCursor(call.MaxTokens.Utf8).Long();
        return said > 0 ? said : DefaultMaxTokens;
    }

    // A model that thinks takes no other temperature than its own; OpenAI's scale goes to 2, this one's to 1; newer models refuse both knobs at once.
    private static void WriteSampling(BodyMembers body, JsonSplice output, ModelCall call, UpstreamThinking thinking)
    {
        if (thinking.IsOn)
            return;
        if (call.Temperature.IsEmpty)
            body.Raw("top_p"u8, call.TopP.Utf8.Span);
        else if (IsTooHot(call.Temperature) && body.Begin("temperature"u8))
            output.Number((long)HighestTemperature);
        else if (!IsTooHot(call.Temperature))
            body.Raw("temperature"u8, call.Temperature.Utf8.Span);
        body.Raw("top_k"u8, call.TopK.Utf8.Span);
    }

    private static bool IsTooHot(RawJson temperature) =>
        double.TryParse(temperature.Utf8.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > HighestTemperature;

    private static void WriteStop(JsonSplice output, IReadOnlyList<JsonText> stop)
    {
        output.Raw((byte)'[');
        bool isFirst = true;
        foreach (var sequence in stop)
        {
            if (UpstreamMessages.IsBlank(sequence))
                continue;
            if (!isFirst)
                output.Raw((byte)',');
            isFirst = false;
            output.Quoted(sequence.Escaped.Span);
        }

        output.Raw((byte)']');
    }

    private static void WriteOutputConfig(BodyMembers body, JsonSplice output, OutputFormat? format, UpstreamThinking thinking)
    {
        string? effort = thinking.AdaptiveEffort;
        if ((format is null && effort is null) || !body.Begin("output_config"u8))
            return;
        output.Raw((byte)'{');
        if (effort is not null)
        {
            output.Raw("\"effort\":"u8);
            output.Quoted(effort);
        }

        if (format is not null)
        {
            output.Raw(effort is null ? "\"format\":{\"type\":\"json_schema\",\"schema\":"u8 : ",\"format\":{\"type\":\"json_schema\",\"schema\":"u8);
            output.Raw(format.Schema.Utf8.Span);
            output.Raw((byte)'}');
        }

        output.Raw((byte)'}');
    }
}
