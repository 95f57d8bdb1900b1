using System.Globalization;

namespace Errand.Core.Forms;

/// <summary>How numbers of bytes are written: a whole number, or one with <c>K</c>, <c>M</c> or <c>G</c> for 2^10, 2^20 and 2^30.</summary>
public static class ByteCount
{
    private static readonly (char Unit, int Shift)[] Units = [('G', 30), ('M', 20), ('K', 10)];

    public static bool TryParse(string text, out long value)
    {
        int shift = text.Length == 0 ? 0 : Units.FirstOrDefault(unit => unit.Unit == text[^1]).Shift;
        ReadOnlySpan<char> digits = shift == 0 ? text : text.AsSpan(0, text.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) || value > long.MaxValue >> shift)
            return false;

        value <<= shift;
        return true;
    }

    public static string Format(long value)
    {
        foreach ((char unit, int shift) in Units)
        {
            if (value > 0 && value % (1L << shift) == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{value >> shift}{unit}");
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }
}
