using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>The Responses protocol (<c>POST /v1/responses</c>) without stored conversations, as Codex speaks it.</summary>
internal sealed class ResponsesWire : IModelWire
{
    public static ResponsesWire Instance { get; } = new();

    public IEnumerable<RuleBreak> Check(JsonElement body, IHeaderDictionary headers) => ResponsesRules.Check(body);

    public ModelRequest Read(JsonElement body, IHeaderDictionary headers) => ResponsesRequestReader.Read(this, body, headers);

    public IReadOnlyList<WireEvent> Events(ModelAnswer answer) => new ResponsesEvents(answer).All();

    public JsonObject Whole(ModelAnswer answer) => new ResponsesEvents(answer).Whole();

    public JsonObject Error(int status, string? code, string message) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status switch
            {
                401 => "authentication_error",
                403 => "permission_error",
                429 when code == "insufficient_quota" => "insufficient_quota",
                429 => "rate_limit_error",
                >= 500 => "server_error",
                _ => "invalid_request_error",
            },
            ["param"] = null,
            ["code"] = code,
        },
    };

    public WireEvent ErrorEvent(string code, string message, int sequence) => new(new JsonObject
    {
        ["type"] = "response.failed",
        ["sequence_number"] = sequence,
        ["response"] = new JsonObject
        {
            ["id"] = $"resp_{Guid.NewGuid():n}",
            ["object"] = "response",
            ["status"] = "failed",
            ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
            ["output"] = new JsonArray(),
        },
    });

    public string CallId(WireCall call) => $"call_{call.Id}";

    public int StatusOf(string code) => code switch
    {
        "insufficient_quota" or "rate_limit_exceeded" => 429,
        "context_length_exceeded" or "invalid_prompt" => 400,
        _ => 500,
    };
}
