using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>The Messages protocol (<c>POST /v1/messages</c>), version 2023-06-01, as Claude Code speaks it.</summary>
internal sealed class AnthropicWire : IModelWire
{
    public static AnthropicWire Instance { get; } = new();

    public IEnumerable<RuleBreak> Check(JsonElement body, IHeaderDictionary headers) => AnthropicRules.Check(body, headers);

    public ModelRequest Read(JsonElement body, IHeaderDictionary headers) => AnthropicRequestReader.Read(this, body, headers);

    public IReadOnlyList<WireEvent> Events(ModelAnswer answer) => AnthropicEvents.Of(answer);

    public JsonObject Whole(ModelAnswer answer)
    {
        var message = AnthropicEvents.Message(answer);
        message["content"] = new JsonArray([.. AnthropicEvents.Blocks(answer).Select(block => block.Whole())]);
        message["stop_reason"] = AnthropicEvents.StopReason(answer.Stop);
        message["usage"] = AnthropicEvents.Usage(answer.Usage, answer.Usage.Output);
        return message;
    }

    public JsonObject Error(int status, string? code, string message) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = code ?? TypeOf(status), ["message"] = message },
    };

    public WireEvent ErrorEvent(string code, string message, int sequence) => new(Error(0, code, message));

    public string CallId(WireCall call) => AnthropicToolUse.IdOf(call);

    public int StatusOf(string code) => code switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "overloaded_error" => 529,
        _ => 500,
    };

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
