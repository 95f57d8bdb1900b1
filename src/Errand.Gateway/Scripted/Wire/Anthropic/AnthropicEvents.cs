using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>An answer as the Messages protocol streams it: one block at a time, indexes without gaps, usage at both ends.</summary>
internal static class AnthropicEvents
{
    public static IReadOnlyList<WireEvent> Of(ModelAnswer answer)
    {
        var message = Message(answer);
        // The real endpoint counts one output token at the start and the true number at the end.
        message["usage"] = Usage(answer.Usage, Math.Min(1, answer.Usage.Output));
        var events = new List<WireEvent>
        {
            new(new JsonObject { ["type"] = "message_start", ["message"] = message }),
            new(new JsonObject { ["type"] = "ping" }),
        };
        foreach (var (index, block) in Blocks(answer).Index())
        {
            events.Add(new(new JsonObject { ["type"] = "content_block_start", ["index"] = index, ["content_block"] = block.Start() }));
            events.AddRange(block.Deltas().Select(delta =>
                new WireEvent(new JsonObject { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta })));
            events.Add(new(new JsonObject { ["type"] = "content_block_stop", ["index"] = index }));
        }

        events.Add(new(
            new JsonObject
            {
                ["type"] = "message_delta",
                ["delta"] = new JsonObject { ["stop_reason"] = StopReason(answer.Stop), ["stop_sequence"] = null },
                ["usage"] = Usage(answer.Usage, answer.Usage.Output),
            },
            IsEnding: true));
        events.Add(new(new JsonObject { ["type"] = "message_stop" }, IsEnding: true));
        return events;
    }

    public static JsonObject Message(ModelAnswer answer) => new()
    {
        ["id"] = $"msg_{Guid.NewGuid():n}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = answer.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
    };

    public static IEnumerable<AnthropicBlock> Blocks(ModelAnswer answer)
    {
        if (answer.Think is not null)
            yield return new AnthropicThinking(answer.Think);
        if (answer.Say is not null)
            yield return new AnthropicText(answer.Say);
        foreach (var call in answer.Calls)
            yield return new AnthropicToolUse(call);
    }

    public static string StopReason(ScriptStop stop) => stop switch
    {
        ScriptStop.Tools => "tool_use",
        ScriptStop.Length => "max_tokens",
        ScriptStop.Refusal => "refusal",
        _ => "end_turn",
    };

    public static JsonObject Usage(ScriptUsage usage, long output) => new()
    {
        ["input_tokens"] = usage.Uncached,
        ["cache_creation_input_tokens"] = usage.CacheWrite,
        ["cache_read_input_tokens"] = usage.Cached,
        ["output_tokens"] = output,
    };
}
