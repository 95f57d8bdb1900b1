using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>What the worker is told.</summary>
/// <param name="Text">The prompt, delivered byte for byte as UTF-8, never as an argument; up to 2 MiB.</param>
/// <param name="SessionId">The session to go on with; null = a fresh one.</param>
/// <param name="PriorUsage">What that session had used before, for workers whose usage counts the whole session.</param>
public sealed record WorkerPrompt(string Text, string? SessionId, ModelUsage PriorUsage);
