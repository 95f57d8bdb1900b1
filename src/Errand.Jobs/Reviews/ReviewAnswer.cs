using System.Text;
using System.Text.Json;
using Errand.Core;

namespace Errand.Jobs.Reviews;

/// <summary>
/// Reads a reviewer's last message: the JSON object that it ends with, in a code fence or without one, and nothing before it. What is not exactly of that form
/// is no answer; nothing that a model writes makes this throw.
/// </summary>
internal static class ReviewAnswer
{
    /// <summary>The form, as a reviewer is told it.</summary>
    public const string Form = """{"findings":[{"severity":"high","file":"src/a.cs","line":12,"sentence":"What is wrong, in one sentence."}]}""";

    private const int LongestMessage = 256 << 10;
    private const int MostFindings = 50;
    private const int LongestPath = 300;
    private const int LongestSentence = 300;
    private const int MostTries = 200;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <returns>The findings, the gravest first; null = there is no such object.</returns>
    public static IReadOnlyList<ReviewFinding>? Read(string? message)
    {
        if (message is null)
            return null;

        string text = message.Length > LongestMessage ? message[^LongestMessage..] : message;
        text = text.TrimEnd();
        if (text.EndsWith("```", StringComparison.Ordinal))
            text = text[..^3].TrimEnd();
        if (!text.EndsWith('}'))
            return null;

        // The object that ends the message begins a line; objects in it may do so too, so the outermost that parses is looked for from the end.
        int tries = 0;
        for (int at = text.LastIndexOf('{'); at >= 0 && tries < MostTries; at = at == 0 ? -1 : text.LastIndexOf('{', at - 1))
        {
            if (!BeginsLine(text, at))
                continue;
            tries++;
            if (TryRead(text.AsSpan(at), out IReadOnlyList<ReviewFinding>? findings))
                return findings;
        }

        return null;
    }

    private static bool BeginsLine(string text, int at)
    {
        int before = at - 1;
        while (before >= 0 && text[before] is ' ' or '\t')
            before--;
        return before < 0 || text[before] is '\n' or '\r';
    }

    private static bool TryRead(ReadOnlySpan<char> text, out IReadOnlyList<ReviewFinding>? findings)
    {
        findings = null;
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text.ToString()), Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("findings", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
                return false;

            var read = new List<ReviewFinding>();
            foreach (JsonElement element in list.EnumerateArray())
            {
                if (Finding(element) is not { } finding)
                    return false;
                read.Add(finding);
            }

            findings = [.. read.OrderBy(finding => finding.Severity).Take(MostFindings)];
            return true;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or EncoderFallbackException)
        {
            // Invalid operations are texts with half a surrogate pair.
            return false;
        }
    }

    private static ReviewFinding? Finding(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || Text(element, "severity") is not { } severity || !SnakeCase.TryParse(severity, out ReviewSeverity grade)
            || Text(element, "sentence") is not { } sentence || string.IsNullOrWhiteSpace(sentence))
        {
            return null;
        }

        string? path = Text(element, "file");
        int? line = element.TryGetProperty("line", out JsonElement number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int value) && value > 0 ? value : null;
        string words = string.Join(' ', sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new ReviewFinding(grade, string.IsNullOrWhiteSpace(path) ? null : Escaping.Cut(path, LongestPath), line, Escaping.Cut(words, LongestSentence));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
