using Errand.Core;

namespace Errand.Jobs.Retention;

/// <summary>Something that <c>gc</c> can remove.</summary>
/// <param name="Job">Whose it is; null = it is a snapshot, which is no single job's.</param>
/// <param name="Path">What is removed; absolute.</param>
/// <param name="Bytes">What it takes up.</param>
/// <param name="Reason">Why it can go.</param>
public sealed record Removable(JobId? Job, string Path, long Bytes, string Reason);
