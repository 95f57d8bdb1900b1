using System.Text.RegularExpressions;

namespace Errand.Jobs.Verification.Naming;

/// <summary>A line in which a runner says how one test ended.</summary>
/// <param name="Name">The test.</param>
/// <param name="HasPassed">Whether it passed.</param>
internal readonly partial record struct TestLine(string Name, bool HasPassed)
{
    /// <summary>Reads a line of any runner that is known; null = it is none about a test.</summary>
    public static TestLine? Find(string line)
    {
        string text = line.Trim();
        if (text.Length < 4)
            return null;

        return text[0] switch
        {
            'o' or 'n' => Tap(text),
            '✔' or '✓' => WithoutDuration(text[1..], true),
            '✖' or '✕' or '×' => WithoutDuration(text[1..], false),
            '●' => text.Holds(" › ") ? new TestLine(text[1..], false) : null,
            '-' => Go(text),
            '[' => Surefire(text),
            >= '0' and <= '9' => Numbered(text),
            _ => Worded(text),
        };
    }

    /// <summary><c>ok 1 - name # time=1ms</c>; what is skipped or to do is neither.</summary>
    private static TestLine? Tap(string text)
    {
        if (TapLine().Match(text) is not { Success: true } match)
            return null;
        if (match.Groups["directive"].Value.TrimStart() is ['S' or 's' or 'T' or 't', 'K' or 'k' or 'O' or 'o', ..])
            return null;
        return new TestLine(match.Groups["name"].Value, !match.Groups["not"].Success);
    }

    /// <summary><c>name (1.25ms)</c> of node, jest and mocha, <c>file &gt; name 3ms</c> of vitest, whose lines for whole files are no tests.</summary>
    private static TestLine? WithoutDuration(string text, bool hasPassed)
    {
        string name = Duration().Replace(text.Trim(), "");
        return name.Length == 0 || FileSummary().IsMatch(name) || name.Ends(":") ? null : new TestLine(name, hasPassed);
    }

    /// <summary><c>--- PASS: TestX (0.00s)</c>.</summary>
    private static TestLine? Go(string text) =>
        text.Begins("--- PASS: ") ? WithoutDuration(text[10..], true)
        : text.Begins("--- FAIL: ") ? WithoutDuration(text[10..], false)
        : null;

    /// <summary><c>[ERROR] a.CalcTest.adds -- Time elapsed: 0.01 s &lt;&lt;&lt; FAILURE!</c>, with the class in parentheses in older versions.</summary>
    private static TestLine? Surefire(string text)
    {
        if (!text.Begins("[ERROR] ") || !(text.Ends("<<< FAILURE!") || text.Ends("<<< ERROR!")))
            return null;

        int end = text.IndexOf("Time elapsed", StringComparison.Ordinal);
        string name = end < 0 ? "" : text[8..end].TrimEnd(' ', '-');
        return name.Contains('.') && !name.Begins("Tests run") ? new TestLine(name, false) : null;
    }

    /// <summary><c>1) CalcTest::testAdd</c> of PHPUnit, RSpec and mocha, which number failures only; <c>1/2 Test #1: adds ... Passed 0.01 sec</c> of CTest.</summary>
    private static TestLine? Numbered(string text)
    {
        if (CtestLine().Match(text) is { Success: true } test)
            return test.Groups["result"].Value == "Not Run" ? null : new TestLine(test.Groups["name"].Value, test.Groups["result"].Value == "Passed");
        return NumberedLine().Match(text) is { Success: true } failure ? new TestLine(failure.Groups["name"].Value, false) : null;
    }

    private static TestLine? Worded(string text)
    {
        if (CargoLine().Match(text) is { Success: true } cargo)
            return new TestLine(cargo.Groups["name"].Value, cargo.Groups["result"].Value == "ok");
        if (UnittestLine().Match(text) is { Success: true } unittest)
            return unittest.Groups["result"].Value is "ok" or "FAIL" or "ERROR" ? new TestLine(NameOf(unittest), unittest.Groups["result"].Value == "ok") : null;
        if (UnittestFailure().Match(text) is { Success: true } failure)
            return new TestLine(NameOf(failure), false);
        if (PytestLine().Match(text) is { Success: true } pytest)
            return new TestLine(pytest.Groups["name"].Value, pytest.Groups["result"].Value == "PASSED");
        if (PytestSummary().Match(text) is { Success: true } summary)
            return new TestLine(summary.Groups["name"].Value, summary.Groups["result"].Value == "PASSED");
        if (DotnetLine().Match(text) is { Success: true } dotnet)
            return new TestLine(dotnet.Groups["name"].Value, dotnet.Groups["result"].Value is "Passed" or "passed");
        if (NextestLine().Match(text) is { Success: true } nextest)
            return new TestLine(nextest.Groups["name"].Value, nextest.Groups["result"].Value == "PASS");
        if (GradleLine().Match(text) is { Success: true } gradle)
            return new TestLine(gradle.Groups["name"].Value, gradle.Groups["result"].Value == "PASSED");
        if (text.Begins("FAIL  ") && text.Holds(" > "))
            return new TestLine(text[6..], false);
        int comment = text.Begins("rspec ./") ? text.IndexOf(" # ", StringComparison.Ordinal) : -1;
        return comment > 0 ? new TestLine(text[(comment + 3)..], false) : null;
    }

    /// <summary>Newer versions of Python repeat the test's own name behind its class.</summary>
    private static string NameOf(Match match)
    {
        string name = match.Groups["name"].Value;
        string place = match.Groups["place"].Value;
        return place.Ends("." + name) ? place : $"{place}.{name}";
    }

    [GeneratedRegex(@"^(?<not>not )?ok \d+(?: -)?(?<name>[^#]*)(?:#(?<directive>.*))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TapLine();

    [GeneratedRegex(@"\s+\(?\d+([.,]\d+)?\s?m?s\)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\(\d+ tests?( \|.*)?\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FileSummary();

    [GeneratedRegex(@"^\d+/\d+ Test +#\d+: (?<name>\S+) \.+\s*\**(?<result>Passed|Failed|Not Run|Exception|Timeout)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CtestLine();

    [GeneratedRegex(@"^\d+\) (?<name>\S.*?):?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberedLine();

    [GeneratedRegex(@"^test (?<name>\S+)( - [a-z ]+)? \.\.\. (?<result>ok|FAILED)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CargoLine();

    [GeneratedRegex(@"^(?<name>\w+) \((?<place>[\w.<>]+)\).* \.\.\. (?<result>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UnittestLine();

    [GeneratedRegex(@"^(?<result>FAIL|ERROR): (?<name>\w+) \((?<place>[\w.<>]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UnittestFailure();

    [GeneratedRegex(@"^(?<name>\S+::\S.*) (?<result>PASSED|FAILED|ERROR)( +\[ *\d+%\])?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PytestLine();

    [GeneratedRegex(@"^(?<result>PASSED|FAILED|ERROR) (?<name>\S+(\.py|::\S+))( - .*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PytestSummary();

    [GeneratedRegex(@"^(?<result>Passed|Failed|passed|failed) (?<name>\S.*) [\[(][<\d][^\])]*s[\])]$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DotnetLine();

    [GeneratedRegex(@"^(?<result>PASS|FAIL) \[ *[\d.]+s\] (?<name>\S.*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NextestLine();

    [GeneratedRegex(@"^(?<name>\S+ > .+) (?<result>PASSED|FAILED)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex GradleLine();
}
