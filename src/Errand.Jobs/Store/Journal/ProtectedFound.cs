using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What the work changed of that which judges it.</summary>
public sealed record ProtectedFound(IReadOnlyList<ProtectedChange> Changes) : JournalEntry;
