namespace Errand.Gateway.Translation.Answers;

/// <summary>An error that an upstream reported in a body or a stream.</summary>
/// <param name="Status">The HTTP status, or one that fits the code; 0 = unknown.</param>
/// <param name="Code">The upstream's code or type, such as <c>rate_limit_exceeded</c>; null = none.</param>
/// <param name="Message">The upstream's words, not yet redacted.</param>
public sealed record UpstreamError(int Status, string? Code, string Message);
