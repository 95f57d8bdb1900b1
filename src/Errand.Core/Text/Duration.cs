using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Errand.Core;

/// <summary>
/// How lengths of time are written everywhere: whole numbers with the units <c>d</c>, <c>h</c>, <c>m</c>, <c>s</c>, the largest first,
/// each at most once: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>. A number without a unit is refused, because readers disagree about what it means.
/// </summary>
public static class Duration
{
    private const int LongestDigits = 9;
    private const int MostDays = 36_500;

    private static readonly (char Unit, long Seconds)[] Units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

    /// <summary>Reads a length of time from 0 s to 36,500 days.</summary>
    /// <param name="text">Such as <c>1h30m</c>.</param>
    /// <param name="value">The length.</param>
    /// <param name="problem">Why the text is none, such as <c>'10' has no unit; write 10s, 10m, 10h or 10d</c>, without a full stop.</param>
    public static bool TryParse(string? text, out TimeSpan value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        if (string.IsNullOrEmpty(text))
        {
            problem = "it is empty";
            return false;
        }

        long seconds = 0;
        int nextUnit = 0;
        int position = 0;
        while (position < text.Length)
        {
            int start = position;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
                position++;
            ReadOnlySpan<char> digits = text.AsSpan(start, position - start);
            problem = Refuse(text, digits, position, nextUnit, out int unit);
            if (problem is not null)
                return false;

            seconds += long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * Units[unit].Seconds;
            nextUnit = unit + 1;
            position++;
        }

        if (seconds > MostDays * Units[0].Seconds)
        {
            problem = $"it is longer than {MostDays}d";
            return false;
        }

        value = TimeSpan.FromSeconds(seconds);
        problem = null;
        return true;
    }

    /// <summary>Writes a length of time in the form that <see cref="TryParse"/> reads; fractions of a second are dropped, a negative length is <c>0s</c>.</summary>
    public static string Format(TimeSpan value)
    {
        long left = Math.Max(0, (long)value.TotalSeconds);
        if (left == 0)
            return "0s";

        var text = new StringBuilder();
        foreach ((char unit, long seconds) in Units)
        {
            if (left >= seconds)
                text.Append(CultureInfo.InvariantCulture, $"{left / seconds}{unit}");
            left %= seconds;
        }

        return text.ToString();
    }

    private static string? Refuse(string text, ReadOnlySpan<char> digits, int position, int nextUnit, out int unit)
    {
        unit = -1;
        if (digits.IsEmpty)
            return $"{Escaping.Quote(text, 40)} has no whole number before {(position < text.Length ? Escaping.Quote(text[position].ToString(), 4) : "its end")}";
        if (digits.Length > LongestDigits)
            return $"it is longer than {MostDays}d";
        if (position == text.Length)
            return nextUnit == 0 ? $"{text} has no unit; write {text}s, {text}m, {text}h or {text}d" : $"{digits} has no unit";

        char symbol = text[position];
        unit = Array.FindIndex(Units, candidate => candidate.Unit == symbol);
        if (unit < 0)
            return $"{Escaping.Quote(symbol.ToString(), 4)} is no unit; the units are d, h, m and s";
        return unit < nextUnit ? "the units must go from the largest to the smallest, each at most once" : null;
    }
}
