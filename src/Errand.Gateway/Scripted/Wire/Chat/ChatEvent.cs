using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>One chunk of a Chat Completions stream: its events have no names.</summary>
internal sealed record ChatEvent(JsonObject Data, bool IsEnding = false) : WireEvent(Data, IsEnding)
{
    public override string Frame() => $"data: {Data.ToJsonString()}\n\n";
}
