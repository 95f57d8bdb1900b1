using System.Buffers;

namespace Errand.Jobs.Verification;

/// <summary>How runners and compilers begin to describe a failure, as data.</summary>
internal static class FailureMarks
{
    private static readonly FailureMark Sure = new(3);
    private static readonly FailureMark SureAtTheEnd = new(3, LastCounts: true);
    private static readonly FailureMark Likely = new(2);
    private static readonly FailureMark Possible = new(1);

    /// <summary>Beginnings of lines that nothing but a described failure has.</summary>
    private static readonly string[] SureBeginnings =
    [
        "not ok ", "--- FAIL: ", "● ", "✖ ", "---- ", "FAIL: ", "ERROR: ", "error[", "error: ", "panic: ", "fatal error: ", "E   ",
        "Traceback (most recent call last)", "Uncaught ", "AssertionError", "Error: ", "TypeError: ", "SyntaxError: ", "ReferenceError: ",
    ];

    /// <summary>Texts inside of lines of which the same is true.</summary>
    private static readonly string[] SureParts = [": error ", ": error: ", ": fatal error", "***Failed", "' panicked at ", " panicked at "];

    private static readonly string[] LikelyBeginnings = ["FAIL ", "FAILED ", "[ERROR] ", "× ", "✗ ", "✕ ", "fatal: ", "npm ERR! ", "npm error "];

    private static readonly string[] PossibleParts = ["error", "fail", "exception", "fatal", "cannot ", "not found", "denied"];

    private static readonly string[] Harmless = ["0 error", "0 fail", "no error", "errors: 0", "failed: 0", "failures: 0", "fail 0"];

    /// <summary>Lines that fill a digest and say nothing, beginning with their indentation.</summary>
    private static readonly string[] NoiseParts =
    [
        "at System.", "at Xunit.", "at NUnit.", "at Microsoft.", "at InvokeStub_", "(node:", "at node:", "node_modules/", "at Test.", "at async Test.",
        "at java.base/", "at org.junit.", "duration_ms:", "stack backtrace:", "/rustc/",
    ];

    private static readonly SearchValues<char> RulerCharacters = SearchValues.Create("-=_~.⎯ ");

    /// <summary>The surest mark that a line is.</summary>
    /// <param name="line">The line, without spaces around it.</param>
    /// <param name="known">The mark that was found before; only what may take its place is looked for.</param>
    public static FailureMark? Find(string line, FailureMark? known)
    {
        if (line.Begins("1) ") && (known is null || known.LastCounts || known.Rank < SureAtTheEnd.Rank))
            return SureAtTheEnd;
        if (known?.Rank == Sure.Rank)
            return null;
        if (IsTestHeader(line) || Array.Exists(SureBeginnings, beginning => line.Begins(beginning)))
            return Sure;
        if (line.Length > 1_000)
            return null;
        if (Array.Exists(SureParts, part => line.Holds(part)))
            return Sure;
        if (Array.Exists(LikelyBeginnings, beginning => line.Begins(beginning)))
            return Likely;
        return known is null && Array.Exists(PossibleParts, part => line.Contains(part, StringComparison.OrdinalIgnoreCase))
            && !Array.Exists(Harmless, part => line.Contains(part, StringComparison.OrdinalIgnoreCase))
            ? Possible
            : null;
    }

    /// <summary>Whether a line inside a description can be left out.</summary>
    public static bool IsNoise(string line)
    {
        ReadOnlySpan<char> text = line.AsSpan().Trim();

        // A ruler, a YAML bracket, or the source that pytest shows around the line that failed.
        return text.IndexOfAnyExcept(RulerCharacters) < 0
            || (line.Begins("    ") && line.TrimStart() is ['@', ..] or ['d', 'e', 'f', ' ', ..])
            || Array.Exists(NoiseParts, part => line.Holds(part));
    }

    /// <summary>
    /// <c>____ test_name ____</c> of pytest, <c>Failed Name.Space.Test [12 ms]</c> and <c>failed Test (12ms)</c> of dotnet,
    /// <c>FAIL  file &gt; test</c> of vitest.
    /// </summary>
    private static bool IsTestHeader(string line) =>
        (line.Begins("___") && line.Ends("___") && line.Contains(' '))
        || (line.Begins("Failed ") && line.Ends("s]"))
        || (line.Begins("failed ") && line.Ends("s)"))
        || (line.Begins("FAIL ") && line.Holds(" > "));
}
