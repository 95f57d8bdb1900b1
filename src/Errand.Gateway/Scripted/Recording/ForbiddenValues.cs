using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>
/// Finds values that must not leave a worker; never says the value itself. A text is also searched as it reads without its JSON escapes, once
/// for a body and once more for JSON that a body carries inside a string.
/// </summary>
internal sealed partial class ForbiddenValues(IReadOnlyList<string> values)
{
    private const int Nesting = 2;

    private readonly IReadOnlyList<string> values = [.. values.Where(value => value.Length > 0)];

    public IEnumerable<RuleBreak> Find(string target, IHeaderDictionary headers, string body)
    {
        if (values.Count == 0)
            yield break;

        var places = new List<(string Name, List<string> Readings)>
        {
            ("the request's address", [target, Uri.UnescapeDataString(target)]),
            ("the body", Readings(body)),
        };
        places.AddRange(headers.Select(header => ($"the header '{header.Key.ToLowerInvariant()}'", Readings(header.Value.ToString()))));
        foreach (var (index, value) in values.Index())
        {
            foreach (var (name, _) in places.Where(place => place.Readings.Any(reading => reading.Contains(value, StringComparison.Ordinal))))
                yield return new(ScriptedRule.ForbiddenValue, $"forbidden value {index + 1} is in {name}.");
        }
    }

    /// <summary>The text without the values; nothing of it when one is in it in another form.</summary>
    public string Mask(string text)
    {
        foreach (var (index, value) in values.Index())
            text = text.Replace(value, $"[forbidden value {index + 1}]", StringComparison.Ordinal);
        return values.Any(value => Readings(text).Any(reading => reading.Contains(value, StringComparison.Ordinal)))
            ? "[not shown, because a forbidden value is in it]"
            : text;
    }

    private List<string> Readings(string text)
    {
        var readings = new List<string> { text };
        for (var i = 0; i < Nesting && values.Count > 0 && readings[^1].Contains('\\', StringComparison.Ordinal); i++)
            readings.Add(Escape().Replace(readings[^1], Unescaped));
        return readings;
    }

    private static string Unescaped(Match escape) => escape.Value[1] switch
    {
        'u' => ((char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'b' => "\b",
        'f' => "\f",
        var same => same.ToString(),
    };

    [GeneratedRegex("""\\(?:u[0-9A-Fa-f]{4}|["\\/bfnrt])""", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
