using System.Text.RegularExpressions;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>The parts of a worker's report, where a job asks for one.</summary>
internal static partial class ReportParts
{
    public static IReadOnlyList<string> All { get; } = ["Summary", "Tests", "Files Changed"];

    /// <summary>The parts that a report has no heading for, whatever markup the heading has.</summary>
    public static IReadOnlyList<string> Missing(string? report) => [.. All.Where(part => !Heading(part).IsMatch(report ?? ""))];

    private static Regex Heading(string part) => part switch
    {
        "Summary" => Summary(),
        "Tests" => Tests(),
        _ => FilesChanged(),
    };

    [GeneratedRegex(@"^[ \t>#*_\-]*summary\b[ \t]*[*_]*[ \t]*(:|$|\r)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Summary();

    [GeneratedRegex(@"^[ \t>#*_\-]*test(s|ing)?\b[ \t]*[*_]*[ \t]*(:|$|\r)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tests();

    [GeneratedRegex(@"^[ \t>#*_\-]*(files[ \t]+changed|changed[ \t]+files)\b[ \t]*[*_]*[ \t]*(:|$|\r)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FilesChanged();
}
