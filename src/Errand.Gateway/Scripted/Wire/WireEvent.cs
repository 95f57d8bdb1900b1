using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>One event of a stream.</summary>
/// <param name="Data">The event; its <c>type</c> is also the event's name.</param>
/// <param name="IsEnding">Whether a stream without it would count as torn.</param>
internal record WireEvent(JsonObject Data, bool IsEnding = false)
{
    public string Type => (string)Data["type"]!;

    public virtual string Frame() => $"event: {Type}\ndata: {Data.ToJsonString()}\n\n";
}
