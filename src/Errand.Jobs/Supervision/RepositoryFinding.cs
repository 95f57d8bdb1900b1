using Errand.Core;

namespace Errand.Jobs.Supervision;

/// <summary>What became of the user's repository while a worker ran.</summary>
/// <param name="Warning">A sentence about it; null = nothing did.</param>
/// <param name="Leaks">What the worker may have done; empty where something kept it away, or somebody else may have been it.</param>
internal sealed record RepositoryFinding(string? Warning, IReadOnlyList<Violation> Leaks);
