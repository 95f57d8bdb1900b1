using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>
/// Looks for evidence of stated criteria. Words cannot be proved; but what a criterion names in backticks, or as the path of a file, must be found in what
/// the change adds, in the names of the changed files or in a check.
/// </summary>
internal static partial class CriteriaFindings
{
    private const int LongestText = 200;

    public static IEnumerable<Finding> Read(JobSpec spec, WorkCaptured captured, string patchFile)
    {
        Dictionary<string, HashSet<string>> named = spec.Criteria.Distinct().Select(criterion => (criterion, Names(criterion))).Where(item => item.Item2.Count > 0).ToDictionary(item => item.criterion, item => item.Item2);
        if (named.Count == 0)
            yield break;

        HashSet<string> missing = [.. named.Values.SelectMany(names => names)];
        missing.RemoveWhere(name => captured.Files.Any(file => file.Path.Contains(name, StringComparison.Ordinal)) || spec.Checks.Any(check => check.Command.Contains(name, StringComparison.Ordinal)));
        using (var patch = new StreamReader(patchFile))
        {
            foreach (PatchLine line in new PatchReader(patch).Read().SelectMany(section => section.Lines).Where(line => line.Mark == '+'))
                missing.RemoveWhere(name => line.Text.Contains(name, StringComparison.Ordinal));
        }

        foreach ((string criterion, HashSet<string> names) in named)
        {
            if (names.FirstOrDefault(missing.Contains) is { } absent)
                yield return new Finding(FindingKind.Criterion, null, null, $"Neither the change nor a check has {Escaping.Quote(Escaping.Cut(absent, 60))} of the criterion {Escaping.Quote(Escaping.Cut(criterion, LongestText - 80))}.");
        }
    }

    private static HashSet<string> Names(string criterion) => [.. Named().Matches(criterion).Select(match => match.Groups["code"].Success ? match.Groups["code"].Value : match.Groups["path"].Value)];

    [GeneratedRegex(@"`(?<code>[^`\s]{2,100})`|(?<![\w/`])(?<path>(?:[\w.-]+/)+[\w-]+\.\w{1,8})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
