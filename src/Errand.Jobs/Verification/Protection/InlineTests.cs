namespace Errand.Jobs.Verification;

/// <summary>The test module inside a file of Rust: work and what judges it in one file.</summary>
internal static class InlineTests
{
    private const string Mark = "#[cfg(test)]";

    /// <summary>Whether a file can hold such a module, and one of its versions does.</summary>
    public static bool Concerns(string path, string? before, string? after) =>
        path.Ends(".rs") && (Find(before) is not null || Find(after) is not null);

    /// <summary>One version's code with another one's tests; where the code has no place for them, they stand at its end.</summary>
    public static string Join(string code, string? tests)
    {
        Range? place = Find(code);
        string module = tests is not null && Find(tests) is { } found ? tests[found] : "";
        return place is not { } range ? module.Length == 0 ? code : code.TrimEnd('\n') + "\n\n" + module + "\n"
            : string.Concat(code.AsSpan()[..range.Start.Value], module, code.AsSpan()[range.End.Value..]);
    }

    /// <summary>The tests of a version; empty = none.</summary>
    public static string Of(string? text) => text is not null && Find(text) is { } range ? text[range] : "";

    /// <summary>From the attribute to the brace that closes the module.</summary>
    private static Range? Find(string? text)
    {
        int start = text?.IndexOf(Mark, StringComparison.Ordinal) ?? -1;
        if (start < 0)
            return null;

        int open = text!.IndexOf('{', start);
        int semicolon = text.IndexOf(';', start);
        if (open < 0 || (semicolon >= 0 && semicolon < open))
            return null;

        int depth = 0;
        for (int index = open; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '"':
                    index = EndOfString(text, index);
                    break;
                case '/' when index + 1 < text.Length && text[index + 1] == '/':
                    int end = text.IndexOf('\n', index);
                    index = end < 0 ? text.Length : end;
                    break;
                case '\'' when index + 2 < text.Length && text[index + 2] == '\'':
                    index += 2;
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return start..(index + 1);
            }
        }

        return null;
    }

    private static int EndOfString(string text, int index)
    {
        for (index++; index < text.Length && text[index] != '"'; index++)
        {
            if (text[index] == '\\')
                index++;
        }

        return index;
    }
}
