using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>
/// The honest way out that the brief offers: a last line <c>CANNOT: reason</c> or <c>NOTHING: reason</c>. Markup around it does not count; the same words
/// anywhere but in the last line mean nothing, so that a quotation of them is none.
/// </summary>
internal static partial class LastWord
{
    private const int LongestReason = 500;
    private const string Marks = " \t\r*_`~\"'>#|-";

    /// <returns>What the worker says that the attempt came to; null = it does not say.</returns>
    public static JobOutcome? Read(string? message)
    {
        if (message is null || LastLine(message) is not { } line || Form().Match(line) is not { Success: true } match)
            return null;

        string reason = match.Groups["reason"].Value.Trim(Marks.ToCharArray());
        // The brief's own words, repeated; the bracket that closes them went with the marks.
        if (reason is "<reason" or "reason")
            return null;

        OutcomeKind kind = match.Groups["word"].Value == "CANNOT" ? OutcomeKind.Cannot : OutcomeKind.Nothing;
        return new JobOutcome(kind, reason.Length == 0 ? null : Escaping.Cut(reason, LongestReason));
    }

    /// <summary>The last line with more than marks in it.</summary>
    private static string? LastLine(string message) =>
        message.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim(Marks.ToCharArray())).LastOrDefault(line => line.Length > 0);

    // U+FF1A is the colon of East Asian keyboards.
    [GeneratedRegex(@"^(?<word>CANNOT|NOTHING)[*_`""']*[ \t]*[:\uFF1A](?<reason>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
