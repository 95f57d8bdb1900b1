using System.Text;

namespace Errand.Core.Redaction;

/// <summary>The ways in which a known secret may be written: as it is, in JSON, in a URL, in HTML, in base64 alone or inside of something longer, in hexadecimal digits.</summary>
public static class KnownValues
{
    /// <summary>What a finding by value is called.</summary>
    public const string Rule = "known-value";

    /// <summary>Shorter values would tear up ordinary words.</summary>
    public const int Shortest = 6;

    /// <summary>Base64 and hexadecimal digits of fewer bytes would be found by chance.</summary>
    private const int ShortestEncoded = 8;

    /// <summary>Lines of a secret that has several, such as a key file, each count as a secret: logs are read by the line.</summary>
    private const int ShortestLine = 12;

    /// <summary>The values of variables whose names say that they are secrets, long enough to be told from ordinary words.</summary>
    public static IEnumerable<string> Of(IEnumerable<KeyValuePair<string, string>> environment) =>
        environment.Where(variable => SecretNames.IsSecret(variable.Key) && variable.Value.Length >= ShortestEncoded && !IsOrdinary(variable.Value)).Select(variable => variable.Value);

    /// <summary>All spellings of some secrets, the longest first; without those that would be found in what replaces a secret.</summary>
    public static IReadOnlyList<string> Spellings(IEnumerable<string> secrets) =>
    [
        .. secrets.SelectMany(Lines)
            .Where(secret => secret.Length >= Shortest)
            .SelectMany(Encodings)
            .Select(spelling => spelling.Length <= PatternParser.LongestRun ? spelling : spelling[..PatternParser.LongestRun])
            .Where(spelling => !Redactor.Mask.Contains(spelling, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(spelling => spelling.Length),
    ];

    private static IEnumerable<string> Lines(string secret)
    {
        string[] lines = secret.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length <= 1 ? lines : lines.Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Encodings(string secret)
    {
        yield return secret;
        string json = secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        yield return json;
        yield return json.Replace("/", "\\/", StringComparison.Ordinal);
        string strict = Strict(secret, upper: true);
        yield return strict;
        yield return Strict(secret, upper: false);
        string url = Uri.EscapeDataString(secret);
        yield return url;
        yield return LowerDigits(url);
        yield return url.Replace("%20", "+", StringComparison.Ordinal);
        yield return secret.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        if (bytes.Length < ShortestEncoded)
            yield break;
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
        for (int offset = 0; offset < 3; offset++)
        {
            string base64 = Inside(bytes, offset);
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }

        yield return Convert.ToBase64String(bytes);
        yield return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>The characters of base64 that depend on the secret alone when so many bytes modulo 3 stand before it.</summary>
    private static string Inside(byte[] bytes, int offset)
    {
        string base64 = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        int bits = 8 * (offset + bytes.Length);
        return base64[((8 * offset + 5) / 6)..(bits / 6)];
    }

    /// <summary>As serializers write it that escape all but plain characters.</summary>
    private static string Strict(string secret, bool upper)
    {
        var text = new StringBuilder();
        foreach (char character in secret)
        {
            text.Append(character switch
            {
                '\\' => "\\\\",
                '"' or '&' or '\'' or '+' or '<' or '>' or '`' or > '~' => $"\\u{(upper ? ((int)character).ToString("X4", null) : ((int)character).ToString("x4", null))}",
                _ => character.ToString(),
            });
        }

        return text.ToString();
    }

    private static string LowerDigits(string url)
    {
        char[] text = url.ToCharArray();
        for (int at = 0; at + 2 < text.Length; at++)
        {
            if (text[at] == '%')
                (text[at + 1], text[at + 2]) = (char.ToLowerInvariant(text[at + 1]), char.ToLowerInvariant(text[at + 2]));
        }

        return new string(text);
    }

    /// <summary>A path, a number or a word is no secret, whatever its variable is called.</summary>
    private static bool IsOrdinary(string value) => Path.IsPathRooted(value) || value.All(char.IsAsciiLetterLower) || value.All(char.IsAsciiDigit);
}
