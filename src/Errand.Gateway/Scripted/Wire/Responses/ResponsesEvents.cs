using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>An answer as the Responses protocol streams it: every item added, filled and done before the next; numbers rise; one terminal event.</summary>
internal sealed class ResponsesEvents(ModelAnswer answer)
{
    private readonly string id = $"resp_{Guid.NewGuid():n}";
    private readonly List<WireEvent> events = [];

    public IReadOnlyList<WireEvent> All()
    {
        Add(new JsonObject { ["type"] = "response.created", ["response"] = Envelope("in_progress", new JsonArray(), null) });
        Add(new JsonObject { ["type"] = "response.in_progress", ["response"] = Envelope("in_progress", new JsonArray(), null) });
        var done = new JsonArray();
        foreach (var (index, item) in Items().Index())
        {
            Add(new JsonObject { ["type"] = "response.output_item.added", ["output_index"] = index, ["item"] = item.Added() });
            foreach (var step in item.Steps())
            {
                step["item_id"] = item.Id;
                step["output_index"] = index;
                Add(step);
            }

            Add(new JsonObject { ["type"] = "response.output_item.done", ["output_index"] = index, ["item"] = item.Done() });
            done.Add((JsonNode)item.Done());
        }

        var status = Status;
        Add(new JsonObject { ["type"] = $"response.{status}", ["response"] = Envelope(status, done, Usage()) }, isEnding: true);
        return events;
    }

    public JsonObject Whole() => Envelope(Status, new JsonArray([.. Items().Select(item => item.Done())]), Usage());

    private string Status => answer.Stop is ScriptStop.Length or ScriptStop.Refusal ? "incomplete" : "completed";

    private void Add(JsonObject data, bool isEnding = false)
    {
        data["sequence_number"] = events.Count;
        events.Add(new WireEvent(data, isEnding));
    }

    private IEnumerable<ResponsesItem> Items()
    {
        if (answer.Think is not null)
            yield return new ResponsesReasoning(answer.Think);
        if (answer.Say is not null)
            yield return new ResponsesMessage(answer.Say);
        foreach (var call in answer.Calls)
            yield return call.IsFreeform ? new ResponsesCustomCall(call) : new ResponsesFunctionCall(call);
    }

    private JsonObject Envelope(string status, JsonArray output, JsonObject? usage) => new()
    {
        ["id"] = id,
        ["object"] = "response",
        ["created_at"] = answer.CreatedAt.ToUnixTimeSeconds(),
        ["status"] = status,
        ["model"] = answer.Model,
        ["error"] = null,
        ["incomplete_details"] = status == "incomplete"
            ? new JsonObject { ["reason"] = answer.Stop == ScriptStop.Length ? "max_output_tokens" : "content_filter" }
            : null,
        ["output"] = output,
        ["usage"] = usage,
    };

    private JsonObject Usage() => new()
    {
        ["input_tokens"] = answer.Usage.Input,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.Usage.Cached },
        ["output_tokens"] = answer.Usage.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.Usage.Reasoning },
        ["total_tokens"] = answer.Usage.Input + answer.Usage.Output,
    };
}
