namespace Errand.Jobs.Models;

/// <summary>That a call was refused because a budget had no room for it.</summary>
/// <param name="IsJobs">Whether it was the job's own budget; else one of the configuration, such as the day's.</param>
/// <param name="Text">Which budget, its limit and what is used: one sentence.</param>
public sealed record BudgetStop(bool IsJobs, string Text);
