using System.Text.RegularExpressions;

namespace Errand.Jobs.Verification;

/// <summary>
/// A build script in lines, for make, CMake, Gradle or go. Naming more files and libraries, or building and testing something more, may come with the work; any other change
/// could decide what is run, so that such a file is taken from the base.
/// </summary>
internal static partial class BuildRules
{
    public static Restoration Restore(string? before, string? after, IReadOnlySet<string> baseFiles)
    {
        if (before is null || after is null)
            return Restoration.Base(before is null ? "added" : "deleted", isAdditive: before is null);
        return IsHarmless(Lines(before), Lines(after), baseFiles) ? Restoration.Keep : Restoration.Base("rules changed");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>Whether every line of the base is still there in its place, with more words that only name files at most, and all other lines are harmless.</summary>
    private static bool IsHarmless(string[] old, string[] young, IReadOnlySet<string> baseFiles)
    {
        HashSet<string> words = [.. old.SelectMany(Words), .. baseFiles.Select(Stem)];
        int next = 0;
        bool isInNewRule = false;
        foreach (string line in young)
        {
            if (next < old.Length && (line == old[next] || Extends(line, old[next])))
            {
                next++;
                isInNewRule = false;
            }
            else if (line.Begins("\t") && isInNewRule)
            {
                continue;
            }
            else if (line.Trim() is "" or ['#', ..] or ['/', '/', ..] || IsDependency(line) || OnlyNamesFiles(line))
            {
                continue;
            }
            else if (RuleHead().Match(line) is { Success: true } rule && !words.Contains(rule.Groups["target"].Value) && !words.Contains(Stem(rule.Groups["target"].Value)))
            {
                isInNewRule = true;
            }
            else if (!IsNewTarget(line, words))
            {
                return false;
            }
        }

        return next == old.Length;
    }

    private static bool Extends(string line, string old)
    {
        string[] before = Words(old);
        string[] after = Words(line);
        if (before.Length == 0 || after.Length <= before.Length || line.Begins("\t") != old.Begins("\t") || after[0] != before[0])
            return false;

        int next = 0;
        foreach (string word in after)
        {
            if (next < before.Length && word == before[next])
                next++;
            else if (!FileName().IsMatch(word))
                return false;
        }

        return next == before.Length;
    }

    private static bool OnlyNamesFiles(string line) => !line.Begins("\t") && Array.TrueForAll(Words(line), word => word == "\\" || FileName().IsMatch(word));

    private static bool IsDependency(string line) => Dependency().IsMatch(line);

    /// <summary>CMake's <c>add_library(parser parser.c)</c>, <c>add_test(NAME parser COMMAND parser_test)</c>, for names that the base does not have.</summary>
    private static bool IsNewTarget(string line, HashSet<string> words) =>
        CmakeTarget().Match(line) is { Success: true } target && !words.Contains(target.Groups["name"].Value)
        || CmakeLink().IsMatch(line);

    private static string[] Words(string line) => line.Split([' ', '\t', '(', ')', ':', ';', '='], StringSplitOptions.RemoveEmptyEntries);

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);

    [GeneratedRegex(@"^(-l[\w+-]+|-I[\w./-]+|[\w./${}-]+\.(c|cc|cpp|cxx|o|obj|h|hpp|s|S|m|f90|a|so|java|ts|js|py|go|rs))$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^(?<target>[A-Za-z0-9_][\w./-]*) *:([^=]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RuleHead();

    [GeneratedRegex(@"^\s*(add_library|add_executable|add_test|target_sources)\s*\(\s*(NAME\s+)?(?<name>[\w-]+)[\w\s./${}-]*\)\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CmakeTarget();

    [GeneratedRegex(@"^\s*target_(link_libraries|include_directories)\s*\(\s*[\w-]+[\w\s./${}]*\)\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CmakeLink();

    [GeneratedRegex(@"^\s*((implementation|api|compileOnly|runtimeOnly|testImplementation|testRuntimeOnly|annotationProcessor|kapt)\b[^{]*|(require\s+)?[\w-]+\.[\w./-]+ v[\w.+-]+( // indirect)?|require \(|\))$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Dependency();
}
