using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What changed in the user's own repository while a worker ran that could have done it.</summary>
/// <param name="Leaks">What changed; never empty.</param>
public sealed record LeaksFound(IReadOnlyList<Violation> Leaks) : JournalEntry;
