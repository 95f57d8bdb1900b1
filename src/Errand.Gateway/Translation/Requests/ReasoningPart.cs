namespace Errand.Gateway.Translation.Requests;

/// <summary>Reasoning that the client sends back.</summary>
/// <param name="Text">Its plain text as one escaped string content; empty if the client holds only the seal.</param>
/// <param name="Seal">The upstream's own <c>signature</c> or <c>encrypted_content</c>; a value that the gateway made begins with <c>gw1:</c>.</param>
public sealed record ReasoningPart(JsonText Text, JsonText Seal) : Part;
