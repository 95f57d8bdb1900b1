using Errand.Gateway.Ledger.Statistics;

namespace Errand.Output;

/// <summary><c>errand stats --json</c>.</summary>
/// <param name="By">What a line is about.</param>
/// <param name="Since">The earliest time; nothing = all.</param>
/// <param name="Lines">In the order of their keys.</param>
/// <param name="Total">All of it.</param>
internal sealed record StatsAnswer(UsageGrouping By, DateTimeOffset? Since, IReadOnlyList<UsageLine> Lines, UsageLine Total);
