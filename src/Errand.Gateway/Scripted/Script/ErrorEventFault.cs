namespace Errand.Gateway.Scripted;

/// <summary>Reports an error inside a stream that began well; to a client that did not ask for a stream, as an HTTP error.</summary>
/// <param name="Times">See <see cref="ScriptFault"/>.</param>
/// <param name="Code">The error's type (Messages) or code (Responses).</param>
/// <param name="Message">The error's text.</param>
/// <param name="After">Events sent before it. Default 0.</param>
public sealed record ErrorEventFault(int? Times, string Code, string Message, int After) : ScriptFault(Times);
