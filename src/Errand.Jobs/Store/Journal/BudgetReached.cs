namespace Errand.Jobs.Store;

/// <summary>A call was refused because a budget had no room for it.</summary>
/// <param name="IsJobs">Whether it was the job's own budget.</param>
/// <param name="Text">Which budget, its limit and what is used.</param>
public sealed record BudgetReached(bool IsJobs, string Text) : JournalEntry;
