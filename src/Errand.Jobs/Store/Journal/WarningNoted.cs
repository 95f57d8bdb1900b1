namespace Errand.Jobs.Store;

/// <summary>Something that the receipt mentions.</summary>
public sealed record WarningNoted(string Text) : JournalEntry;
