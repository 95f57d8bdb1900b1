using System.Text.RegularExpressions;

namespace Errand.Jobs.Verification;

/// <summary>What a test file asserts, by its lines: enough to say what a change took away, in whatever language it is written.</summary>
internal sealed partial class TestText
{
    /// <summary>A longer line is data.</summary>
    private const int LongestLine = 2_000;

    private readonly Dictionary<string, int> assertions = [];

    public TestText(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string plain = line.Trim();
            if (plain.Length is 0 or > LongestLine || IsComment(plain))
                continue;

            if (Skip().IsMatch(plain))
                Skips++;
            if (TestHead().IsMatch(plain))
                Tests++;
            if (Assertion().IsMatch(plain))
                assertions[plain] = assertions.GetValueOrDefault(plain) + 1;
        }
    }

    /// <summary>How many tests begin here.</summary>
    public int Tests { get; }

    /// <summary>How many marks leave tests out.</summary>
    public int Skips { get; }

    /// <summary>How many lines assert something.</summary>
    public int Assertions => assertions.Values.Sum();

    /// <summary>How many asserting lines this has that another does not.</summary>
    public int AssertionsNotIn(TestText other) => assertions.Sum(line => Math.Max(0, line.Value - other.assertions.GetValueOrDefault(line.Key)));

    private static bool IsComment(string line) => line.Begins("//") || line.Begins("* ") || (line[0] == '#' && !line.Begins("#[") && !line.Begins("#include") && !line.Begins("#define") && !line.Begins("#if"));

    [GeneratedRegex(
        @"\b(assert\w*|expect\w*|should\w*|verify\w*|check\w*|ensure\w*|must\w*|require_?[A-Z]\w*|refute\w*|REQUIRE\w*|CHECK\w*|EXPECT_\w+|ASSERT_\w+|TEST_ASSERT\w*)\s*[!(.\s]|\bAssert\.|\bt\.(is|ok|not|equal|same|deepEqual|throws|Error|Errorf|Fatal|Fatalf|Fail|FailNow)\b|raises\(|\breturn 1;|\bexit\(1\)|\babort\(|\|\| exit|\btest -|\bdiff |\bcmp |\bgrep -q",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Assertion();

    [GeneratedRegex(
        @"\b(it|test|describe|context|suite)\.(skip|todo|only|fails)\b|\b(xit|xdescribe|xtest|fit|fdescribe|xcontext)\s*\(|\bskip: *(true|['""`])|\btodo: *(true|['""`])|\.skip\(|@?(pytest\.mark|unittest)\.(skip|skipIf|skipUnless|xfail|expectedFailure)|\bself\.skipTest\(|\bpytest\.skip\(|#\[ignore|\bt\.Skip|@(Disabled|Ignore)\b|\[Ignore|\bSkip *= *""|\[Explicit|markTest(Skipped|Incomplete)|\bpending\b *['""(]|GTEST_SKIP|\bAssume\.",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Skip();

    [GeneratedRegex(
        @"^(async )?def test\w*\(|^(it|test|specify|scenario)(\.\w+)*\s*\(|^func Test\w+\(|^#\[(\w+::)?test\b|^\[(Fact|Theory|Test|TestMethod|TestCase|InlineData)\b|^@(Test|ParameterizedTest)\b|^(public )?function test\w+\(|^(it|test|specify) ['""]|^(TEST|TEST_F|TEST_P|TEST_CASE|START_TEST)\s*\(|^(static )?(void|int) test_\w+\(|^@test ",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TestHead();
}
