namespace Errand.Gateway.Scripted;

/// <summary>Answers with an HTTP error in the client's own shape.</summary>
/// <param name="Times">See <see cref="ScriptFault"/>.</param>
/// <param name="Status">400 to 599.</param>
/// <param name="Code">The error's code or type; null = the usual one for the status.</param>
/// <param name="Message">The error's text.</param>
/// <param name="Headers">Further headers, such as <c>retry-after</c>.</param>
public sealed record StatusFault(int? Times, int Status, string? Code, string Message, IReadOnlyDictionary<string, string> Headers) : ScriptFault(Times);
