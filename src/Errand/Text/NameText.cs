using Errand.Core;

namespace Errand.Text;

/// <summary>
/// Names from outside - of files, models, checks - as they stand in a line of ours: bare when they consist of what names usually consist of, else in
/// quotes and escaped, so that none can hold a separator, a line end or another entry.
/// </summary>
internal static class NameText
{
    private const string Ellipsis = "…";

    /// <summary>A file's path; one that is too long loses its middle, as both ends say more.</summary>
    public static string Path(string path, int bytes)
    {
        if (Whole(path, bytes) is { } whole)
            return whole;

        int share = (bytes - 2 - ByteBudget.Of(Ellipsis)) / 2;
        return Escaping.Quote(Part(path, share, length => path[..length]) + Ellipsis + Part(path, share, length => path[^length..]));
    }

    /// <summary>Another name, cut at its end.</summary>
    public static string Of(string name, int bytes) => Whole(name, bytes) ?? ByteBudget.Quote(name, bytes);

    private static string? Whole(string name, int bytes)
    {
        if (name.Length > bytes)
            return null;

        string whole = IsBare(name) ? name : Escaping.Quote(name);
        return ByteBudget.Of(whole) <= bytes ? whole : null;
    }

    private static bool IsBare(string name) => name.Length > 0 && name[0] is not ('-' or '+') && name.All(IsOrdinary) && Escaping.IsPlain(name);

    private static bool IsOrdinary(char character) => char.IsLetterOrDigit(character) || "-_./@+~=%()[]{}#$&!^,:".Contains(character, StringComparison.Ordinal);

    /// <summary>The longest beginning or ending whose escaped form fits.</summary>
    private static string Part(string path, int bytes, Func<int, string> take)
    {
        int length = Math.Min(bytes, path.Length);
        while (length > 0 && ByteBudget.Of(Escaping.Quote(take(length))) - 2 > bytes)
            length--;
        return take(length);
    }
}
