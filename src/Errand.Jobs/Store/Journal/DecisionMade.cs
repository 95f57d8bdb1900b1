namespace Errand.Jobs.Store;

/// <summary>The host, or Errand on its behalf, decided something.</summary>
/// <param name="Action">accept, discard, rework, retry or cancel.</param>
/// <param name="By">Who.</param>
/// <param name="Items">What a rework is to do, or why it was cancelled.</param>
/// <param name="Branch">The branch that accepting made.</param>
public sealed record DecisionMade(string Action, string By, IReadOnlyList<string> Items, string? Branch) : JournalEntry;
