using Errand.Core;
using Errand.Jobs.Verification.Completeness.Rules;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>Reads findings from a patch: from what it adds, never from what the base had already.</summary>
internal static class DiffFindings
{
    /// <summary>Lines of context in which a word may make a line honest.</summary>
    private const int Nearness = 4;

    private const int LongestText = 200;

    public static IReadOnlyList<Finding> Read(TextReader patch)
    {
        var found = new List<Finding>();
        var removed = new HashSet<string>();
        foreach (PatchSection section in new PatchReader(patch).Read())
        {
            SourceFile file = SourceFile.Of(section.Path);
            if (section.IsNew && ShadowingFiles.Of(section.Path) is { } shadow)
                found.Add(new Finding(FindingKind.Disarmed, section.Path, null, shadow));
            if (file.Language != Language.None)
                Read(section, file, found, removed);
        }

        // Unfinished code that only moved to another file was there before. A test run that is ended somewhere else is not the same.
        return [.. found.Where(finding => finding.Kind is FindingKind.Disarmed or FindingKind.SkippedTest || !removed.Contains(finding.Text))];
    }

    private static void Read(PatchSection section, SourceFile file, List<Finding> found, HashSet<string> removed)
    {
        FindingRule[] rules = [.. FindingRules.Of(file.Language).Where(rule => (rule.Roles & file.Role) != 0)];
        HashSet<string> removedHere = [.. section.Lines.Where(line => line.Mark == '-').Select(line => TextOf(line.Text))];
        removed.UnionWith(removedHere);
        var around = new Surroundings(Nearness);
        foreach (PatchLine line in section.Lines)
        {
            if (line.Mark == '+' && Match(rules, line.Text, around) is { } rule && TextOf(line.Text) is var text && !removedHere.Contains(text))
                found.Add(new Finding(rule.Kind, section.Path, line.Number, text));
            around.Pass(line);
        }
    }

    private static FindingRule? Match(FindingRule[] rules, string line, Surroundings around)
    {
        foreach (FindingRule rule in rules)
        {
            if (rule.HasHint(line) && rule.Matches(line, around.Before, around.Near(line)))
                return rule;
        }

        return null;
    }

    private static string TextOf(string line) => Escaping.Cut(line.Trim(), LongestText);
}
