using System.Text.RegularExpressions;

namespace Errand.Gateway.Redaction;

/// <summary>Takes secrets out of texts that others wrote: the known ones by value, then whatever has the form of a credential.</summary>
public sealed partial class Redactor
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "***";

    // Shorter values would tear up ordinary words, and are no secrets.
    private const int ShortestValue = 6;

    private readonly string[] values;

    /// <param name="secrets">Keys and tokens that must not appear.</param>
    public Redactor(IEnumerable<string> secrets) => values =
    [
        .. secrets.Where(secret => secret.Length >= ShortestValue)
            .SelectMany(Spellings)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(value => value.Length),
    ];

    public string Redact(string text)
    {
        foreach (string value in values)
        {
            if (text.Contains(value, StringComparison.Ordinal))
                text = text.Replace(value, Mask, StringComparison.Ordinal);
        }

        return Credential().Replace(text, match => match.Groups["label"].Value + Mask);
    }

    /// <summary>A secret as it stands, and as JSON or a URL may write it.</summary>
    private static IEnumerable<string> Spellings(string secret) => [secret, secret.Replace("/", "\\/", StringComparison.Ordinal), Uri.EscapeDataString(secret)];

    [GeneratedRegex(
        "(?<label>\\b(bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}"
        + "|(?<label>\\b(x-api-key|api[-_]?key|access[-_]?token|authorization)[\"']?\\s*[:=]\\s*[\"']?)(?!bearer|basic|\\*)[A-Za-z0-9._~+/=-]{8,}"
        + "|(?<label>://)[^/@\\s\"']+:[^/@\\s\"']+(?=@)"
        + "|\\b(sk|pk|rk|ak)-[A-Za-z0-9_-]{12,}|\\bgh[opsur]_[A-Za-z0-9]{20,}|\\bgithub_pat_[A-Za-z0-9_]{20,}|\\bglpat-[A-Za-z0-9_-]{16,}"
        + "|\\bxox[abprs]-[A-Za-z0-9-]{10,}|\\bAKIA[A-Z0-9]{16}|\\bAIza[A-Za-z0-9_-]{30,}|\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credential();
}
