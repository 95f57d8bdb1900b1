using System.Text.RegularExpressions;

namespace Errand.Core.Forms;

/// <summary>Recognizes what must not be written into a configuration file.</summary>
public static partial class SecretText
{
    /// <summary>Whether a text has the form of a key that a well-known service gives out.</summary>
    public static bool IsSecret(string text) => SecretValue().IsMatch(text);

    [GeneratedRegex(
        "(?<![A-Za-z0-9])(sk-[A-Za-z0-9_-]{16}|gh[opsur]_[A-Za-z0-9]{20}|github_pat_[A-Za-z0-9_]{20}|glpat-[A-Za-z0-9_-]{16}|xox[abprs]-[A-Za-z0-9-]{10}"
        + "|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30}|-----BEGIN [A-Z ]*PRIVATE KEY|[Bb]earer [A-Za-z0-9._~+/-]{16})")]
    private static partial Regex SecretValue();
}
