namespace Errand.Gateway.Translation.Requests;

/// <summary>A call that the assistant made.</summary>
public sealed record ToolCallPart : Part
{
    public required JsonText CallId { get; init; }

    /// <summary>The name as the client knows it, without its namespace.</summary>
    public required JsonText Name { get; init; }

    /// <summary>The namespace of Responses; empty elsewhere.</summary>
    public JsonText Namespace { get; init; }

    /// <summary>True for a freeform (custom) tool of Responses: <see cref="Arguments"/> is then its raw input string.</summary>
    public bool IsCustom { get; init; }

    public required ToolArguments Arguments { get; init; }
}
