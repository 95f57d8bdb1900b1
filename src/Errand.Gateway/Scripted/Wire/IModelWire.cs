using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>One protocol: what its requests mean and how its answers look.</summary>
internal interface IModelWire
{
    /// <summary>The protocol's rules for a request that this one breaks. Tolerates any JSON.</summary>
    IEnumerable<RuleBreak> Check(JsonElement body, IHeaderDictionary headers);

    /// <summary>What the request says. Members that are missing or of another kind count as absent.</summary>
    ModelRequest Read(JsonElement body, IHeaderDictionary headers);

    /// <summary>The answer as a stream's events, in the order of the real endpoint.</summary>
    IReadOnlyList<WireEvent> Events(ModelAnswer answer);

    /// <summary>The answer as one document.</summary>
    JsonObject Whole(ModelAnswer answer);

    /// <summary>The body of an HTTP error.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The type or code; null = the usual one for the status.</param>
    /// <param name="message">For people.</param>
    JsonObject Error(int status, string? code, string message);

    /// <summary>An error inside a stream.</summary>
    /// <param name="code">The type or code.</param>
    /// <param name="message">For people.</param>
    /// <param name="sequence">How many events the stream has had before.</param>
    WireEvent ErrorEvent(string code, string message, int sequence);

    /// <summary>The id under which a client sends back the result of a call.</summary>
    string CallId(WireCall call);

    /// <summary>The HTTP status that goes with an error's type or code.</summary>
    int StatusOf(string code);
}
