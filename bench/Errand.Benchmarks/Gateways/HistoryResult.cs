namespace Errand.Benchmarks.Gateways;

/// <summary>One load on a gateway with a fresh state directory and on one with <see cref="History"/>, each the middle one of its rounds.</summary>
/// <param name="FreshStart">Milliseconds until the gateway with the fresh one was ready.</param>
/// <param name="UsedStart">The same of the other.</param>
/// <param name="Fresh">The load on the first.</param>
/// <param name="Used">The load on the second.</param>
internal sealed record HistoryResult(double FreshStart, double UsedStart, LoadResult Fresh, LoadResult Used);
