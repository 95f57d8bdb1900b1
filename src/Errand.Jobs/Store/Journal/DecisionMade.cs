namespace Errand.Jobs.Store;

/// <summary>The host, or Errand on its behalf, decided something.</summary>
/// <param name="Action">accept, discard, rework, revise (a rework of Errand's own), retry, widen, drop or cancel.</param>
/// <param name="By">Who.</param>
/// <param name="Items">What a rework is to do, which patterns were added or files left out, where the work went, or why it was cancelled.</param>
/// <param name="Branch">The branch that accepting made.</param>
/// <param name="Why">Why, in the words of who decided; of Errand's own decisions their cause; null = not said.</param>
public sealed record DecisionMade(string Action, string By, IReadOnlyList<string> Items, string? Branch, string? Why = null) : JournalEntry;
