using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>The Chat Completions protocol (<c>POST /v1/chat/completions</c>), as cheap backends speak it; reasoning is <c>reasoning_content</c>.</summary>
internal sealed class ChatWire : IModelWire
{
    public static ChatWire Instance { get; } = new();

    public IEnumerable<RuleBreak> Check(JsonElement body, IHeaderDictionary headers) => ChatRules.Check(body);

    public ModelRequest Read(JsonElement body, IHeaderDictionary headers) => ChatRequestReader.Read(this, body, headers);

    public IReadOnlyList<WireEvent> Events(ModelAnswer answer) => new ChatChunks(answer).All();

    public JsonObject Whole(ModelAnswer answer) => new ChatChunks(answer).Whole();

    public JsonObject Error(int status, string? code, string message) => ResponsesWire.Instance.Error(status, code, message);

    public WireEvent ErrorEvent(string code, string message, int sequence) => new ChatEvent(Error(StatusOf(code), code, message));

    public string CallId(WireCall call) => ChatChunks.IdOf(call);

    public int StatusOf(string code) => code switch
    {
        "overloaded_error" or "service_unavailable" => 503,
        "invalid_request_error" => 400,
        _ => ResponsesWire.Instance.StatusOf(code),
    };
}
