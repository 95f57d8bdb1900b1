using System.Buffers;
using System.Text;

namespace Errand.Core.Redaction;

/// <summary>Takes secrets out of texts: known values, then whatever the built-in rules recognize. Doing it twice changes nothing more. Safe for several threads.</summary>
public sealed class Redactor
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "[redacted]";

    /// <summary>What is left may form a secret anew, such as one that ran into another; that ends after very few rounds.</summary>
    private const int MostRounds = 8;

    /// <summary>Made when it is needed: most processes end without.</summary>
    private readonly Lazy<SecretScanner> scanner;

    /// <param name="secrets">Values that must not appear, such as keys and tokens.</param>
    public Redactor(IEnumerable<string> secrets)
    {
        string[] values = [.. secrets];
        scanner = new Lazy<SecretScanner>(() => values.Length == 0 ? SecretScanner.BuiltIn : new SecretScanner(values));
    }

    /// <summary>Knows the built-in rules and no value.</summary>
    public static Redactor BuiltIn { get; } = new([]);

    /// <summary>The secrets of a text, in no particular order; they may overlap.</summary>
    public IReadOnlyList<SecretSpan> Find(ReadOnlySpan<byte> text) => Scanner.Find(text);

    internal static ReadOnlySpan<byte> MaskBytes => "[redacted]"u8;

    internal SecretScanner Scanner => scanner.Value;

    /// <summary>The text without secrets; the same object when there are none.</summary>
    public string Redact(string text)
    {
        PrivateKeyState state = PrivateKeyState.Outside;
        return Redact(text, ref state);
    }

    /// <summary>The same for a part of a longer text, such as a line of it.</summary>
    internal string Redact(string text, ref PrivateKeyState state)
    {
        PrivateKeyState again = state;
        for (int round = 0; round < MostRounds; round++)
        {
            string clean = round == 0 ? Once(text, ref state) : Once(text, ref again);
            if (ReferenceEquals(clean, text))
                break;
            text = clean;
        }

        return text;
    }

    /// <summary>Writes a whole text without its secrets; bytes that are no UTF-8 stay as they are.</summary>
    public void Redact(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        PrivateKeyState state = PrivateKeyState.Outside;
        Redact(text, ref state, output);
    }

    /// <summary>Writes whole lines without their secrets.</summary>
    internal void Redact(ReadOnlySpan<byte> lines, ref PrivateKeyState state, IBufferWriter<byte> output)
    {
        var found = new List<SecretSpan>();
        Scanner.Scan(lines, 0, lines.Length, ref state, found);
        List<(int Start, int End)> stretches = [.. Stretches(found)];
        int written = 0;
        for (int next = 0; next < stretches.Count;)
        {
            // No secret reaches over a line end.
            int start = written + lines[written..stretches[next].Start].LastIndexOf((byte)'\n') + 1;
            int length = lines[stretches[next].Start..].IndexOf((byte)'\n');
            int end = length < 0 ? lines.Length : stretches[next].Start + length + 1;
            var ofLine = new List<SecretSpan>();
            for (; next < stretches.Count && stretches[next].Start < end; next++)
                ofLine.Add(new SecretSpan(stretches[next].Start - start, stretches[next].End - start, ""));

            output.Write(lines[written..start]);
            output.Write(CleanLine(lines[start..end], ofLine));
            written = end;
        }

        output.Write(lines[written..]);
    }

    private ReadOnlySpan<byte> CleanLine(ReadOnlySpan<byte> line, List<SecretSpan> found)
    {
        for (int round = 0; round < MostRounds && found.Count > 0; round++)
        {
            var clean = new ArrayBufferWriter<byte>(line.Length + MaskBytes.Length);
            Replace(line, found, clean);
            line = clean.WrittenSpan;
            found.Clear();

            // Whether a private key goes on behind the line was seen while nothing was masked yet.
            PrivateKeyState state = PrivateKeyState.Outside;
            Scanner.Scan(line, 0, line.Length, ref state, found);
        }

        return line;
    }

    /// <summary>Writes a text with one mask for each stretch of bytes that belong to secrets.</summary>
    internal static void Replace(ReadOnlySpan<byte> text, List<SecretSpan> found, IBufferWriter<byte> output)
    {
        int written = 0;
        foreach ((int start, int end) in Stretches(found))
        {
            output.Write(text[written..start]);
            output.Write(MaskBytes);
            written = end;
        }

        output.Write(text[written..]);
    }

    /// <summary>The secrets in order, with those put together that overlap or touch.</summary>
    internal static IEnumerable<(int Start, int End)> Stretches(List<SecretSpan> found)
    {
        found.Sort((left, right) => left.Start.CompareTo(right.Start));
        (int Start, int End)? open = null;
        foreach (SecretSpan span in found)
        {
            if (open is { } last && span.Start <= last.End)
            {
                open = (last.Start, Math.Max(last.End, span.End));
                continue;
            }

            if (open is { } whole)
                yield return whole;
            open = (span.Start, span.End);
        }

        if (open is { } rest)
            yield return rest;
    }

    private string Once(string text, ref PrivateKeyState state)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            int length = Encoding.UTF8.GetBytes(text, rented);
            var found = new List<SecretSpan>();
            Scanner.Scan(rented.AsSpan(0, length), 0, length, ref state, found);
            return found.Count == 0 ? text : Replace(text, found);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Secrets begin and end between characters, so lone surrogates, which UTF-8 cannot hold, stay as they are.</summary>
    private static string Replace(string text, List<SecretSpan> found)
    {
        var clean = new StringBuilder(text.Length);
        int character = 0;
        int offset = 0;
        int written = 0;
        foreach ((int start, int end) in Stretches(found))
        {
            clean.Append(text, written, GoTo(start) - written).Append(Mask);
            written = GoTo(end);
        }

        return clean.Append(text, written, text.Length - written).ToString();

        int GoTo(int target)
        {
            while (offset < target)
            {
                bool isPair = char.IsHighSurrogate(text[character]) && character + 1 < text.Length && char.IsLowSurrogate(text[character + 1]);
                offset += isPair ? 4 : text[character] switch { < '\x80' => 1, < '\u0800' => 2, _ => 3 };
                character += isPair ? 2 : 1;
            }

            return character;
        }
    }
}
