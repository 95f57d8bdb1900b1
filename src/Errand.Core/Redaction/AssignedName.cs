using System.Text;

namespace Errand.Core.Redaction;

/// <summary>A keyword inside of a name, and the value that is assigned to the name; looked for once for all rules with that keyword.</summary>
internal ref struct AssignedName(int keyword, int keywordEnd)
{
    private const int Unknown = -2;

    /// <summary>Last words of names that tell about a secret and hold none, beside those of <see cref="SecretNames"/>.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "algorithm", "class", "count", "dir", "endpoint", "error", "expiry", "field", "file", "format", "hash", "header", "id", "kind", "label", "length", "limit", "message", "name",
        "path", "pattern", "policy", "prefix", "regex", "size", "source", "suffix", "text", "type", "uri", "url", "version",
    };

    private int value = Unknown;
    private int nameStart;
    private int nameEnd;

    public (int Start, int End) Match(ReadOnlySpan<byte> text, SecretRule rule)
    {
        if (value == Unknown)
        {
            nameStart = Assignment.NameStart(text, keyword);
            nameEnd = Assignment.NameEnd(text, keywordEnd);
            value = Assignment.ValueOf(text, nameStart, nameEnd);
        }

        if (value < 0 || (rule.IsGeneric ? IsHarmless(text) : !Assignment.IsWordAt(text, keyword)))
            return default;
        return rule.Pattern.MatchValue(text, value);
    }

    /// <summary><c>token_type</c>, <c>PublicKeyToken</c> and <c>tokenizer</c> hold no secrets.</summary>
    private readonly bool IsHarmless(ReadOnlySpan<byte> text)
    {
        string tail = Encoding.Latin1.GetString(text[keywordEnd..nameEnd]);
        if (tail.Length > 0 && char.IsAsciiLetterLower(tail[0]) && tail is not ("s" or "value"))
            return true;
        string last = tail[(tail.LastIndexOfAny(['_', '-', '.']) + 1)..];
        return Harmless.Contains(last) || Encoding.Latin1.GetString(text[nameStart..keyword]).Contains("public", StringComparison.OrdinalIgnoreCase);
    }
}
