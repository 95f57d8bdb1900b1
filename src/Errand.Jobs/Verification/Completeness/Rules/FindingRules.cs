namespace Errand.Jobs.Verification.Completeness.Rules;

/// <summary>All rules. Of several that a line matches the first counts.</summary>
internal static class FindingRules
{
    public static IReadOnlyList<FindingRule> All { get; } = [.. PythonRules.All, .. JavaScriptRules.All, .. DotnetRules.All, .. NativeRules.All, .. OtherRules.All];

    private static readonly Dictionary<Language, IReadOnlyList<FindingRule>> ByLanguage = Enum.GetValues<Language>()
        .ToDictionary(language => language, language => (IReadOnlyList<FindingRule>)[.. All.Where(rule => (rule.Languages & language) != 0)]);

    public static IReadOnlyList<FindingRule> Of(Language language) => ByLanguage[language];
}
