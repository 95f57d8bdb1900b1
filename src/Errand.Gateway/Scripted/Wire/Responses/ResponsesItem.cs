using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>One output item of an answer.</summary>
internal abstract record ResponsesItem(string Prefix)
{
    public string Id { get; } = $"{Prefix}_{Guid.NewGuid():n}";

    /// <summary>As a stream opens it, empty.</summary>
    public abstract JsonObject Added();

    /// <summary>The events that fill it; item id, index and number are added by the caller.</summary>
    public abstract IEnumerable<JsonObject> Steps();

    /// <summary>As it is when it is finished.</summary>
    public abstract JsonObject Done();
}
