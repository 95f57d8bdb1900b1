namespace Errand.Core;

/// <summary>Which tests of a check changed their result against the base, by the names that its output gives; at most 50 of each kind.</summary>
/// <param name="NewlyFailing">They fail, and did not on the base.</param>
/// <param name="NewlyPassing">They failed on the base, or were not there, and pass.</param>
/// <param name="StillFailing">They fail as they did on the base.</param>
public sealed record CheckChange(IReadOnlyList<string> NewlyFailing, IReadOnlyList<string> NewlyPassing, IReadOnlyList<string> StillFailing);
