namespace Errand.Gateway.Translation.Requests;

/// <summary>What a tool gave back: texts and images.</summary>
public sealed record ToolResultPart : Part
{
    public required JsonText CallId { get; init; }

    public IReadOnlyList<Part> Content { get; init; } = [];

    public bool IsError { get; init; }

    /// <summary>True for the output of a freeform (custom) tool of Responses.</summary>
    public bool IsCustom { get; init; }
}
