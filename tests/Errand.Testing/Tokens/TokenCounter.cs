using System.Text;

namespace Errand.Testing;

/// <summary>
/// Counts tokens as models of the o200k family do: the text is cut by a pattern, and in each piece the two neighbours with the lowest rank are
/// joined until no two have one. The ranks come from the npm package js-tiktoken in <c>.tools</c>; nothing of them is kept here.
/// </summary>
public static class TokenCounter
{
    private static readonly Lazy<TokenRanks> Ranks = new(TokenRanks.Load);

    /// <summary>Whether the ranks are there; a test that needs them says so and skips when they are not.</summary>
    public static bool IsInstalled => ToolPaths.IsInstalled(TokenRanks.File);

    /// <summary>The number of tokens. Text that spells a special token counts as the text it is.</summary>
    /// <exception cref="FileNotFoundException">js-tiktoken is not installed.</exception>
    public static int Count(string text) => Ranks.Value.Cut(text).Sum(CountPiece);

    private static int CountPiece(string piece)
    {
        // One character per byte, so that a piece of a piece is a substring.
        var bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(piece));
        if (Ranks.Value.Of(bytes) is not null)
            return 1;

        var ends = Enumerable.Range(0, bytes.Length + 1).ToList();
        while (true)
        {
            var best = Enumerable.Range(0, ends.Count - 2)
                .Select(at => (At: at, Rank: Ranks.Value.Of(bytes[ends[at]..ends[at + 2]])))
                .Where(pair => pair.Rank is not null)
                .DefaultIfEmpty((At: -1, Rank: null))
                .MinBy(pair => pair.Rank);
            if (best.At < 0)
                return ends.Count - 1;

            ends.RemoveAt(best.At + 1);
        }
    }
}
