namespace Errand.Jobs.Store;

/// <summary>Verified work that was to be applied unasked could not be; nothing was written, and the host decides.</summary>
/// <param name="Reason">A sentence: why not.</param>
public sealed record ApplyRefused(string Reason) : JournalEntry;
