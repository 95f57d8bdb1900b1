using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>One content block of an answer.</summary>
internal abstract record AnthropicBlock
{
    /// <summary>As a stream opens it, empty.</summary>
    public abstract JsonObject Start();

    public abstract IEnumerable<JsonObject> Deltas();

    /// <summary>As an answer without stream has it.</summary>
    public abstract JsonObject Whole();
}
