using System.Globalization;

namespace Errand.Core.Redaction;

/// <summary>The built-in rules.</summary>
public static class SecretRules
{
    private const int Columns = 5;

    private static readonly string[] Separators = ["_", "-", "", ".", " "];

    /// <summary>In lower case, since keywords are compared without regard to it.</summary>
    private const string Following = "abcdefghijklmnopqrstuvwxyz0123456789-_/+.~";

    private static readonly Lazy<IReadOnlyList<SecretRule>> BuiltIn = new(Load);

    /// <summary>All rules, in the order of the file.</summary>
    public static IReadOnlyList<SecretRule> All => BuiltIn.Value;

    private static List<SecretRule> Load()
    {
        using Stream data = typeof(SecretRules).Assembly.GetManifestResourceStream("Errand.Core.Redaction.rules.tsv")
            ?? throw new InvalidOperationException("The rules are not in the assembly.");
        using var reader = new StreamReader(data);
        var rules = new List<SecretRule>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                rules.Add(Parse(line));
        }

        return rules;
    }

    private static SecretRule Parse(string line)
    {
        string[] columns = line.Split('\t');
        if (columns.Length != Columns)
            throw new FormatException($"The rule {Escaping.Quote(line, 80)} has {columns.Length} columns instead of {Columns}.");

        bool isAssigned = columns[3].StartsWith('=');
        IEnumerable<string> keywords = columns[1].Split(' ').SelectMany(Expand);
        return new SecretRule(
            columns[0],
            [.. isAssigned ? keywords.SelectMany(Spellings) : keywords],
            double.Parse(columns[2].TrimEnd('m'), CultureInfo.InvariantCulture),
            columns[2].EndsWith('m'),
            columns[3],
            columns[4]);
    }

    /// <summary><c>x[0-2]</c> is <c>x0</c>, <c>x1</c> and <c>x2</c>; <c>x?</c> is <c>x</c> and whatever can follow it in a token.</summary>
    private static IEnumerable<string> Expand(string keyword)
    {
        if (keyword.EndsWith('?'))
            return Following.SelectMany(next => Expand(keyword[..^1] + next));

        int range = keyword.IndexOf('[', StringComparison.Ordinal);
        if (range < 0)
            return [keyword];

        (char first, char last) = (keyword[range + 1], keyword[range + 3]);
        return Enumerable.Range(first, last - first + 1).SelectMany(value => Expand($"{keyword[..range]}{(char)value}{keyword[(range + 5)..]}"));
    }

    /// <summary>Names are written <c>api_key</c>, <c>api-key</c>, <c>apiKey</c>, <c>api.key</c> and <c>api key</c>.</summary>
    private static IEnumerable<string> Spellings(string name) => name.Contains('_', StringComparison.Ordinal)
        ? Separators.Select(separator => name.Replace("_", separator, StringComparison.Ordinal))
        : [name];
}
