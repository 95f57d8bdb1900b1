namespace Errand.Core;

/// <summary>A session of a worker program that can go on.</summary>
/// <param name="Id">The name that the worker gave it.</param>
/// <param name="Usage">Tokens that it has used so far; null = unknown.</param>
public sealed record WorkerSession(string Id, ModelUsage? Usage);
