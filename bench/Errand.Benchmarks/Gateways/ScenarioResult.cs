namespace Errand.Benchmarks.Gateways;

/// <summary>One kind of load on each of the three, each the middle one of its rounds.</summary>
internal sealed record ScenarioResult(Scenario Scenario, LoadResult Direct, LoadResult Errand, LoadResult Router);
