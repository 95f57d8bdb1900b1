using System.Text;

namespace Errand.Core.Redaction;

/// <summary>Finds secrets in bytes: known values, the content of private keys, and what the built-in rules describe. Safe for several threads.</summary>
public sealed class SecretScanner
{
    /// <summary>How far before a keyword a rule may look.</summary>
    internal const int LookBehind = 256;

    private static readonly Lazy<SecretScanner> Rules = new(() => new SecretScanner([]));

    private readonly KeywordIndex index;
    private readonly IReadOnlyList<SecretRule>[] rules;
    private readonly byte[][] values;

    /// <param name="secrets">Values that are known to be secrets; shorter ones than <see cref="KnownValues.Shortest"/> are left out.</param>
    public SecretScanner(IEnumerable<string> secrets)
    {
        values = [.. KnownValues.Spellings(secrets).Select(Encoding.UTF8.GetBytes)];
        var byKeyword = SecretRules.All
            .SelectMany(rule => rule.Keywords, (rule, keyword) => (Keyword: keyword.ToUpperInvariant(), Rule: rule))
            .ToLookup(pair => pair.Keyword, pair => pair.Rule, StringComparer.Ordinal);
        rules = [.. byKeyword.Select(group => (IReadOnlyList<SecretRule>)[.. group])];
        index = new KeywordIndex([.. values, .. PrivateKeys.Keywords.Concat(byKeyword.Select(group => group.Key)).Select(Encoding.ASCII.GetBytes)]);
    }

    /// <summary>Knows the built-in rules and no value.</summary>
    public static SecretScanner BuiltIn => Rules.Value;

    /// <summary>Finds the secrets of a text, in no particular order; they may overlap.</summary>
    public IReadOnlyList<SecretSpan> Find(ReadOnlySpan<byte> text)
    {
        var found = new List<SecretSpan>();
        PrivateKeyState state = PrivateKeyState.Outside;
        Scan(text, 0, text.Length, ref state, found);
        return found;
    }

    /// <summary>Adds the secrets whose keywords begin in a part of the text, and those of which some bytes before the part's end belong to a later keyword.</summary>
    /// <param name="text">What can be looked at.</param>
    /// <param name="from">Where the part begins.</param>
    /// <param name="limit">Where it ends.</param>
    /// <param name="state">Whether the part begins in a private key; afterwards, whether it ends in one.</param>
    /// <param name="found">Takes the secrets.</param>
    internal void Scan(ReadOnlySpan<byte> text, int from, int limit, ref PrivateKeyState state, List<SecretSpan> found)
    {
        if (state != PrivateKeyState.Outside)
            PrivateKeys.Take(text, from, limit, ref state, found);

        int last = Math.Min(text.Length, limit + LookBehind + index.Longest);
        for (int at = index.Next(text, 0); at < last; at = index.Next(text, at + 1))
        {
            KeywordIndex.Hits hits = index.At(text, at);
            while (hits.MoveNext())
            {
                int keyword = hits.Keyword - values.Length;
                bool isKey = keyword >= 0 && keyword < PrivateKeys.Keywords.Length;
                if (isKey && hits.End > from && hits.End <= limit && PrivateKeys.Begins(text, hits.Start))
                {
                    state = PrivateKeyState.Expected;
                    PrivateKeys.Take(text, hits.End, limit, ref state, found);
                }
                else if (!isKey && hits.Start >= from && hits.Start < limit + LookBehind)
                {
                    Try(text, hits.Keyword, hits.Start, hits.End, found);
                }
            }
        }
    }

    private void Try(ReadOnlySpan<byte> text, int keyword, int start, int end, List<SecretSpan> found)
    {
        if (keyword >= values.Length)
            Try(text, rules[keyword - values.Length - PrivateKeys.Keywords.Length], start, end, found);
        else if (text[start..].StartsWith(values[keyword]))
            found.Add(new SecretSpan(start, end, KnownValues.Rule));
    }

    private static void Try(ReadOnlySpan<byte> text, IReadOnlyList<SecretRule> candidates, int start, int end, List<SecretSpan> found)
    {
        var name = new AssignedName(start, end);
        foreach (SecretRule rule in candidates)
        {
            (int from, int to) = rule.IsAssigned ? name.Match(text, rule) : rule.Pattern.Match(text, start);
            if (to > from && !text[from..to].SequenceEqual(Redactor.MaskBytes) && Plausibility.IsSecret(text[from..to], rule))
                found.Add(new SecretSpan(from, to, rule.Id));
        }
    }
}
