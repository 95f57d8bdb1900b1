using System.Text;
using Errand.Core;
using Errand.Jobs.Parts;
using Errand.Text;

namespace Errand.Mcp.Text;

/// <summary>
/// A piece of a part for a model. What a worker or a check printed is data that may be made to look like anything, so it comes under a
/// heading of ours, each of its lines behind <c>| </c>, with everything escaped that could hide, move or begin a line.
/// </summary>
internal static class PartText
{
    /// <summary>Bytes to ask a part for.</summary>
    public const int LongestSlice = 8 << 10;

    /// <summary>
    /// Longest text in bytes of UTF-8, the heading not counted: about 2,500 tokens of ordinary code. Codex cuts the middle out of a
    /// result of more than about 12 KB, so a longer one would lose what was asked for.
    /// </summary>
    public const int LongestText = 9_000;

    private const string Mark = "| ";

    public static string Render(JobId id, JobPart part, string? path, PartSlice slice)
    {
        var text = new StringBuilder();
        int shown = AppendLines(text, slice);
        return Heading(id, part, path, slice, shown) + text;
    }

    private static string Heading(JobId id, JobPart part, string? path, PartSlice slice, int shown)
    {
        string name = path is null ? $"{id} {SnakeCase.Of(part)}" : $"{id} {SnakeCase.Of(part)} {Escaping.Escape(path)}";
        if (slice.Total == 0)
            return $"{name}: empty";
        if (slice.Bytes.IsEmpty)
            return $"{name}: nothing from byte {slice.Offset} on, of {slice.Total}";

        long end = slice.Offset + shown;
        string rest = end < slice.Total ? $"about {Amounts.Count(PartSlice.Tokens(slice.Total - end))} tokens more · next offset {end}" : "the end";
        string cut = slice.Bytes.Span[shown - 1] != '\n' && end < slice.Total ? " inside a line" : "";
        ReadOnlySpan<byte> piece = slice.Bytes.Span[..shown];
        long lastLine = slice.FirstLine + piece[..^1].Count((byte)'\n');
        string lines = lastLine == slice.FirstLine ? $"line {lastLine}" : $"lines {slice.FirstLine}-{lastLine}";
        return $"{name}: bytes {slice.Offset}-{end} of {slice.Total} · {lines} · {rest}{cut}";
    }

    /// <summary>Appends whole lines while they fit, and of a first line that does not fit its beginning.</summary>
    /// <returns>Bytes of the slice that are in the text.</returns>
    private static int AppendLines(StringBuilder text, PartSlice slice)
    {
        ReadOnlySpan<byte> rest = slice.Bytes.Span;
        bool isLast = slice.NextOffset is null;
        int room = LongestText;
        while (!rest.IsEmpty)
        {
            int lineEnd = rest.IndexOf((byte)'\n');
            bool isWhole = lineEnd >= 0 || isLast;
            int length = lineEnd >= 0 ? lineEnd : isLast ? rest.Length : PrintableBytes.WholeCharacters(rest);
            string line = PrintableBytes.Escape(rest[..length]);
            int size = Size(line);
            bool isFirst = room == LongestText;
            if (size > room && !isFirst)
                break;

            while (size > room)
            {
                isWhole = false;
                length = PrintableBytes.WholeCharacters(rest[..(int)((long)length * room / size)]);
                line = PrintableBytes.Escape(rest[..length]);
                size = Size(line);
            }

            text.Append('\n').Append(Mark).Append(line);
            room -= size;
            rest = rest[(length + (isWhole && lineEnd >= 0 ? 1 : 0))..];
            if (!isWhole)
                break;
        }

        return slice.Bytes.Length - rest.Length;
    }

    private static int Size(string line) => Encoding.UTF8.GetByteCount(line) + Mark.Length + 1;
}
