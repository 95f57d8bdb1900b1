namespace Errand.Gateway.Scripted;

/// <summary>What a client sent back for a tool call.</summary>
/// <param name="CallId">The call's id.</param>
/// <param name="Text">The text that the model sees; several parts are separated by a line end.</param>
/// <param name="IsError">Whether the client marked it as an error; only the Messages wire can.</param>
public sealed record ToolResult(string CallId, string Text, bool IsError);
