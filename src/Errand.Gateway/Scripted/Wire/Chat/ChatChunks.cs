using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>An answer as Chat Completions sends it: the role, reasoning, text, one call after the other, why it ended, the usage, <c>[DONE]</c>.</summary>
internal sealed class ChatChunks(ModelAnswer answer)
{
    private readonly string id = $"chatcmpl-{Guid.NewGuid():n}";
    private readonly List<WireEvent> events = [];

    public static string IdOf(WireCall call) => $"call_{call.Id}";

    public IReadOnlyList<WireEvent> All()
    {
        Add(new JsonObject { ["role"] = "assistant", ["content"] = "" });
        foreach (var piece in TextPieces.Of(answer.Think ?? ""))
            Add(new JsonObject { ["reasoning_content"] = piece });
        foreach (var piece in TextPieces.Of(answer.Say ?? ""))
            Add(new JsonObject { ["content"] = piece });
        foreach (var (index, call) in answer.Calls.Index())
        {
            Add(new JsonObject { ["tool_calls"] = new JsonArray(Call(call, "", index)) });
            foreach (var piece in TextPieces.Of(Arguments(call)))
                Add(new JsonObject { ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } }) });
        }

        events.Add(new ChatEvent(Chunk(new JsonArray(Choice("delta", new JsonObject(), FinishReason))), IsEnding: true));
        if (answer.TellsUsage)
        {
            var last = Chunk([]);
            last["usage"] = Usage();
            events.Add(new ChatEvent(last, IsEnding: true));
        }

        events.Add(new ChatDone());
        return events;
    }

    public JsonObject Whole()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Say ?? (answer.Calls.Count > 0 ? null : "") };
        if (answer.Think is not null)
            message["reasoning_content"] = answer.Think;
        if (answer.Calls.Count > 0)
            message["tool_calls"] = new JsonArray([.. answer.Calls.Select(call => Call(call, Arguments(call), null))]);
        var whole = Envelope("chat.completion", new JsonArray(Choice("message", message, FinishReason)));
        whole["usage"] = Usage();
        return whole;
    }

    private string FinishReason => answer.Stop switch
    {
        ScriptStop.Tools => "tool_calls",
        ScriptStop.Length => "length",
        ScriptStop.Refusal => "content_filter",
        _ => "stop",
    };

    private void Add(JsonObject delta) => events.Add(new ChatEvent(Chunk(new JsonArray(Choice("delta", delta, null)))));

    private JsonObject Chunk(JsonArray choices) => Envelope("chat.completion.chunk", choices);

    private JsonObject Envelope(string kind, JsonArray choices) => new()
    {
        ["id"] = id,
        ["object"] = kind,
        ["created"] = answer.CreatedAt.ToUnixTimeSeconds(),
        ["model"] = answer.Model,
        ["choices"] = choices,
    };

    private static JsonObject Choice(string name, JsonObject said, string? finish) => new() { ["index"] = 0, [name] = said, ["finish_reason"] = finish };

    private static JsonObject Call(WireCall call, string arguments, int? index)
    {
        var written = new JsonObject();
        if (index is not null)
            written["index"] = index;
        written["id"] = IdOf(call);
        written["type"] = "function";
        written["function"] = new JsonObject { ["name"] = call.Namespace is null ? call.Name : $"{call.Namespace}__{call.Name}", ["arguments"] = arguments };
        return written;
    }

    // This protocol has functions only: a tool that takes text is offered as one with the text as its one property.
    private static string Arguments(WireCall call) => call.IsFreeform ? new JsonObject { [ChatRequestReader.TextProperty] = call.Input }.ToJsonString() : call.Input;

    private JsonObject Usage() => new()
    {
        ["prompt_tokens"] = answer.Usage.Input,
        ["completion_tokens"] = answer.Usage.Output,
        ["total_tokens"] = answer.Usage.Input + answer.Usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.Usage.Cached },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.Usage.Reasoning },
    };
}
