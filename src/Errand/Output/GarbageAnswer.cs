using Errand.Jobs.Retention;

namespace Errand.Output;

/// <summary>What <c>errand gc --json</c> answers.</summary>
/// <param name="Applied">Whether the items were removed; else they could be.</param>
/// <param name="Items">What.</param>
internal sealed record GarbageAnswer(bool Applied, IReadOnlyList<Removable> Items);
