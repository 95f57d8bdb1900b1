namespace Errand.Gateway.Translation.Requests;

/// <summary>Whether and which tool the model has to call.</summary>
/// <param name="Kind">Whether a call is free, required, forbidden, or of one tool.</param>
/// <param name="Name">With <see cref="ToolChoiceKind.Named"/>: the name as the client knows it.</param>
public sealed record ToolChoice(ToolChoiceKind Kind, JsonText Name = default)
{
    public static ToolChoice Auto { get; } = new(ToolChoiceKind.Auto);
}
