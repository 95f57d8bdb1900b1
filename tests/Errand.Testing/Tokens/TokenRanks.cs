using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Errand.Testing;

/// <summary>The o200k vocabulary, as js-tiktoken ships it.</summary>
internal sealed class TokenRanks
{
    private readonly Regex pattern;
    private readonly Dictionary<string, int> ranks;

    private TokenRanks(Regex pattern, Dictionary<string, int> ranks)
    {
        this.pattern = pattern;
        this.ranks = ranks;
    }

    public static string File => Path.Combine(ToolPaths.NodeModules, "js-tiktoken", "dist", "ranks", "o200k_base.js");

    public static TokenRanks Load()
    {
        var module = System.IO.File.ReadAllText(File);
        using var document = JsonDocument.Parse(module.AsMemory(module.IndexOf('{'), module.LastIndexOf('}') - module.IndexOf('{') + 1));
        var ranks = new Dictionary<string, int>();
        // Each line: a mark, the rank of its first token, and tokens in base64 whose ranks follow on.
        foreach (var line in document.RootElement.GetProperty("bpe_ranks").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            var first = int.Parse(words[1], CultureInfo.InvariantCulture);
            foreach (var (index, token) in words.Skip(2).Index())
                ranks.Add(Encoding.Latin1.GetString(Convert.FromBase64String(token)), first + index);
        }

        var pattern = document.RootElement.GetProperty("pat_str").GetString()!;
        return new TokenRanks(new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled), ranks);
    }

    public int? Of(string bytes) => ranks.TryGetValue(bytes, out var rank) ? rank : null;

    /// <summary>
    /// Cuts a text by the pattern. It was written for engines that see whole characters, and whose white space is another; so it is
    /// applied to a shadow of the text, with one character of the same kind for each of the text's.
    /// </summary>
    public IEnumerable<string> Cut(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var shadow = string.Create(runes.Length, runes, (span, all) =>
        {
            for (var i = 0; i < all.Length; i++)
                span[i] = Shadow(all[i]);
        });
        return pattern.Matches(shadow).Select(piece => string.Concat(runes.Skip(piece.Index).Take(piece.Length)));
    }

    private static char Shadow(Rune rune) => rune.Value switch
    {
        // White space to the one engine, none to the other, and the other way round.
        0x85 => '!',
        0xFEFF => '\u00A0',
        _ when rune.IsBmp => (char)rune.Value,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter => 'A',
            UnicodeCategory.LowercaseLetter => 'a',
            UnicodeCategory.TitlecaseLetter => '\u01C5',
            UnicodeCategory.ModifierLetter => '\u02B0',
            UnicodeCategory.OtherLetter => '\u05D0',
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0301',
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => '0',
            _ => '!',
        },
    };
}
