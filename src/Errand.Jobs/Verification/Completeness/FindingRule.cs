using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>A line that a change should not add. Data: what is matched, and where it means something.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Languages">In which languages.</param>
/// <param name="Roles">In which files.</param>
/// <param name="Hints">Words separated by <c>|</c>, one of which every line that can match holds: what keeps the rest from the pattern.</param>
/// <param name="Pattern">What the line matches, in time linear to its length.</param>
internal sealed record FindingRule(FindingKind Kind, Language Languages, FileRole Roles, string Hints, string Pattern)
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private Regex? pattern;
    private Regex? after;
    private Regex? onlyNear;
    private Regex? unlessNear;
    private string[]? hints;

    /// <summary>What the line of code before must match; null = anything.</summary>
    public string? After { get; init; }

    /// <summary>What must stand in the line or around it, as below; null = anything.</summary>
    public string? OnlyNear { get; init; }

    /// <summary>What makes the line honest where it stands in it, in the few lines before, in the heading of its hunk or in its class; null = nothing.</summary>
    public string? UnlessNear { get; init; }

    public bool HasHint(string line) => Array.Exists(hints ??= Hints.Split('|'), hint => line.Contains(hint, StringComparison.Ordinal));

    /// <param name="line">The added line.</param>
    /// <param name="before">The line of code before it.</param>
    /// <param name="near">It and what stands around it.</param>
    public bool Matches(string line, string before, IEnumerable<string> near) =>
        (pattern ??= new Regex(Pattern, Options)).IsMatch(line)
        && (After is null || (after ??= new Regex(After, Options)).IsMatch(before))
        && (OnlyNear is null || near.Any((onlyNear ??= new Regex(OnlyNear, Options)).IsMatch))
        && (UnlessNear is null || !near.Any((unlessNear ??= new Regex(UnlessNear, Options)).IsMatch));
}
