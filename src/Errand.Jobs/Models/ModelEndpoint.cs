namespace Errand.Jobs.Models;

/// <summary>Where a worker finds the gateway of its job. It serves this job alone and ends with it.</summary>
/// <param name="AnthropicUrl">Base URL for clients that speak Anthropic Messages: without <c>/v1</c>.</param>
/// <param name="OpenAiUrl">Base URL for clients that speak OpenAI's protocols: ends in <c>/v1</c>.</param>
/// <param name="Token">What the worker shows as its key. It is worth nothing elsewhere and after the attempt.</param>
public sealed record ModelEndpoint(string AnthropicUrl, string OpenAiUrl, string Token);
