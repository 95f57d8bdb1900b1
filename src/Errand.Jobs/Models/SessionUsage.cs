using Errand.Core;

namespace Errand.Jobs.Models;

/// <summary>What an attempt used.</summary>
/// <param name="Usage">The figures.</param>
/// <param name="Warnings">Sentences for the receipt, such as that a budget is nearly used up.</param>
public sealed record SessionUsage(JobUsage Usage, IReadOnlyList<string> Warnings);
