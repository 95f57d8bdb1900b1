using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>The end of a Chat Completions stream, which is no JSON.</summary>
internal sealed record ChatDone() : WireEvent(new JsonObject(), IsEnding: true)
{
    public override string Frame() => "data: [DONE]\n\n";
}
