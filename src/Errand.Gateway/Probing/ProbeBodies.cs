using System.Text;
using System.Text.Json.Nodes;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.Probing;

/// <summary>The smallest requests that show whether tools work, in each protocol.</summary>
internal static class ProbeBodies
{
    private const string Tool = "report_ready";
    private const string Task = "Call the tool report_ready once, with ready set to true.";
    private const string CallId = "call_probe_1";
    private const string Arguments = "{\"ready\":true}";
    private const int MaxTokens = 1_024;

    /// <summary>Asks for a call of the tool.</summary>
    public static byte[] Ask(UpstreamProtocol protocol, string model, BackendProfile profile) => Bytes(protocol switch
    {
        UpstreamProtocol.Chat => Chat(model, profile, new JsonArray(User())),
        UpstreamProtocol.Anthropic => Anthropic(model, new JsonArray(User())),
        _ => Responses(model, new JsonArray(User())),
    });

    /// <summary>Gives the tool's result, after a call that carries no reasoning.</summary>
    public static byte[] Answer(UpstreamProtocol protocol, string model, BackendProfile profile) => Bytes(protocol switch
    {
        UpstreamProtocol.Chat => Chat(model, profile, new JsonArray(User(), ChatCall(profile), new JsonObject { ["role"] = "tool", ["tool_call_id"] = CallId, ["content"] = "ok" })),
        UpstreamProtocol.Anthropic => Anthropic(model, new JsonArray(
            User(),
            new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_use", ["id"] = CallId, ["name"] = Tool, ["input"] = JsonNode.Parse(Arguments) }),
            },
            new JsonObject
            {
                ["role"] = "user",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = CallId, ["content"] = "ok" }),
            })),
        _ => Responses(model, new JsonArray(
            User(),
            new JsonObject { ["type"] = "function_call", ["call_id"] = CallId, ["name"] = Tool, ["arguments"] = Arguments },
            new JsonObject { ["type"] = "function_call_output", ["call_id"] = CallId, ["output"] = "ok" })),
    });

    /// <summary>Whether an answer holds a call of the tool.</summary>
    public static bool HasCall(UpstreamProtocol protocol, JsonNode? answer) => protocol switch
    {
        UpstreamProtocol.Chat => answer?["choices"] is JsonArray choices && choices.Any(choice => choice?["message"]?["tool_calls"] is JsonArray { Count: > 0 }),
        UpstreamProtocol.Anthropic => answer?["content"] is JsonArray blocks && blocks.Any(block => block?["type"]?.ToString() == "tool_use"),
        _ => answer?["output"] is JsonArray items && items.Any(item => item?["type"]?.ToString() == "function_call"),
    };

    /// <summary>Whether an answer is one of the protocol at all.</summary>
    public static bool IsAnswer(UpstreamProtocol protocol, JsonNode? answer) => answer is JsonObject document && document[protocol switch
    {
        UpstreamProtocol.Chat => "choices",
        UpstreamProtocol.Anthropic => "content",
        _ => "output",
    }] is JsonArray;

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    private static JsonObject User() => new() { ["role"] = "user", ["content"] = Task };

    private static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["ready"] = new JsonObject { ["type"] = "boolean" } },
        ["required"] = new JsonArray("ready"),
    };

    private static JsonObject ChatCall(BackendProfile profile)
    {
        var call = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = CallId,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = Tool, ["arguments"] = Arguments },
            }),
        };
        if (profile is { EmptyReasoningEcho: true, ReasoningEcho: not "none" })
            call[profile.ReasoningEcho] = "";
        return call;
    }

    private static JsonObject Chat(string model, BackendProfile profile, JsonArray messages)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = messages,
            ["tools"] = new JsonArray(new JsonObject
            {
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = Tool, ["description"] = "Says that you are ready.", ["parameters"] = Schema() },
            }),
        };
        if (profile.MaxTokens != "none")
            body[profile.MaxTokens] = MaxTokens;
        return body;
    }

    private static JsonObject Anthropic(string model, JsonArray messages) => new()
    {
        ["model"] = model,
        ["max_tokens"] = MaxTokens,
        ["messages"] = messages,
        ["tools"] = new JsonArray(new JsonObject { ["name"] = Tool, ["description"] = "Says that you are ready.", ["input_schema"] = Schema() }),
    };

    private static JsonObject Responses(string model, JsonArray input) => new()
    {
        ["model"] = model,
        ["max_output_tokens"] = MaxTokens,
        ["store"] = false,
        ["input"] = input,
        ["tools"] = new JsonArray(new JsonObject
        {
            ["type"] = "function",
            ["name"] = Tool,
            ["description"] = "Says that you are ready.",
            ["parameters"] = Schema(),
        }),
    };
}
