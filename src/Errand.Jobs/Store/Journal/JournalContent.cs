namespace Errand.Jobs.Store;

/// <summary>What a journal holds.</summary>
/// <param name="Entries">All whole entries.</param>
/// <param name="GoodBytes">Where they end; what follows is a torn line.</param>
public sealed record JournalContent(IReadOnlyList<JournalEntry> Entries, long GoodBytes);
