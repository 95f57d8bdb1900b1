using Errand.Core;

namespace Errand.Jobs;

/// <summary>Some of the jobs, the newest first.</summary>
/// <param name="Receipts">Those that can be read.</param>
/// <param name="Damaged">The sentences about those that cannot.</param>
/// <param name="Total">How many jobs there are in all.</param>
public sealed record JobPage(IReadOnlyList<JobReceipt> Receipts, IReadOnlyList<string> Damaged, int Total);
