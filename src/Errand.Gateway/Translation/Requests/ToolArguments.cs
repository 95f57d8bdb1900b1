namespace Errand.Gateway.Translation.Requests;

/// <summary>The arguments of a call, in one of the two forms of the wire.</summary>
/// <param name="Value">The JSON value itself (Messages' <c>input</c>); empty if <paramref name="Text"/> is set.</param>
/// <param name="Text">A JSON string that holds JSON (Chat's and Responses' <c>arguments</c>), or a custom tool's input.</param>
public readonly record struct ToolArguments(RawJson Value, JsonText Text);
