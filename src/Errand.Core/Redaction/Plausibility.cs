using System.Text;

namespace Errand.Core.Redaction;

/// <summary>Whether a text of the right form may be a secret at all, or is a word, an example or a name.</summary>
internal static class Plausibility
{
    private static readonly byte[][] Examples = [.. new[] { "example", "placeholder", "changeme", "xxxxx", "your_", "your-", "00000000", "redacted", "abcdefgh", "12345678" }.Select(Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Words =
        [.. new[] { "admin", "changeme", "guest", "mysql", "pass", "passwd", "password", "postgres", "pw", "pwd", "root", "secret", "test", "user", "xxx", "***", "..." }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Shannon's entropy in bits per byte.</summary>
    public static double Entropy(ReadOnlySpan<byte> text)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (byte value in text)
            counts[value]++;

        double entropy = 0;
        foreach (int count in counts)
        {
            if (count > 0)
                entropy -= (double)count / text.Length * Math.Log2((double)count / text.Length);
        }

        return entropy;
    }

    public static bool IsSecret(ReadOnlySpan<byte> text, SecretRule rule)
    {
        if (rule.Entropy == 0)
            return !IsWord(text);
        return Entropy(text) >= rule.Entropy && (!rule.IsAssigned || !IsExample(text)) && (!rule.IsMixed || IsMixed(text)) && !(rule.IsGeneric && IsPath(text));
    }

    /// <summary>What examples of connection strings have for a password.</summary>
    private static bool IsWord(ReadOnlySpan<byte> text)
    {
        foreach (byte[] word in Words)
        {
            if (Ascii.EqualsIgnoreCase(text, word))
                return true;
        }

        return false;
    }

    private static bool IsExample(ReadOnlySpan<byte> text)
    {
        foreach (byte[] example in Examples)
        {
            for (int at = 0; at + example.Length <= text.Length; at++)
            {
                if (Ascii.EqualsIgnoreCase(text.Slice(at, example.Length), example))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Random texts change the kind of their characters about every second time, names every eighth.</summary>
    private static bool IsMixed(ReadOnlySpan<byte> text)
    {
        const int longestStretch = 5;
        int changes = 0;
        for (int at = 1; at < text.Length; at++)
            changes += Kind(text[at]) != Kind(text[at - 1]) ? 1 : 0;
        return changes * longestStretch >= text.Length && text.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;
    }

    private static bool IsPath(ReadOnlySpan<byte> text) => text[0] is (byte)'/' or (byte)'.';

    private static int Kind(byte value) => (char)value switch
    {
        >= 'a' and <= 'z' => 0,
        >= 'A' and <= 'Z' => 1,
        >= '0' and <= '9' => 2,
        _ => 3,
    };
}
