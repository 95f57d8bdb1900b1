namespace Errand.Jobs.Verification;

/// <summary>Comparisons character by character. Reading output needs nothing else, and needs it in every other line.</summary>
internal static class OrdinalText
{
    public static bool Begins(this string line, string text) => line.StartsWith(text, StringComparison.Ordinal);

    public static bool Ends(this string line, string text) => line.EndsWith(text, StringComparison.Ordinal);

    public static bool Holds(this string line, string text) => line.Contains(text, StringComparison.Ordinal);
}
