using Errand.Core;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Tests.Verification;

public sealed class FailureDigestTests
{
    [Fact]
    public void Pytest_gives_the_first_failing_test_with_its_assertion() => Assert.Equal(
        """
        ____________________ test_plain ____________________
        >       assert [1,2] == [1,3]
        E       assert [1, 2] == [1, 3]
        E         At index 1 diff: 2 != 3
        test_a.py:8: AssertionError
        """,
        Digest(
            """
            collected 2 items

            test_a.py .F                                        [100%]

            ===================== FAILURES =====================
            ____________________ test_plain ____________________

                def test_plain():
            >       assert [1,2] == [1,3]
            E       assert [1, 2] == [1, 3]
            E         At index 1 diff: 2 != 3

            test_a.py:8: AssertionError
            """));

    [Fact]
    public void Dotnet_gives_the_failed_test_with_its_message_and_place() => Assert.Equal(
        """
        Failed A.Tests.Breaks(text: "x") [< 1 ms]
        Error Message:
        Assert.Equal() Failure: Values differ
        Expected: 2
        Actual:   1
        Stack Trace:
        at A.Tests.Breaks() in /w/ATests.cs:line 9
        Failed!  - Failed:     1, Passed:   188, Skipped:     0, Total:   189, Duration: 1 s - A.dll (net10.0)
        """,
        Digest(
            """
            [xUnit.net 00:00:00.30]     A.Tests.Breaks(text: "x") [FAIL]
              Failed A.Tests.Breaks(text: "x") [< 1 ms]
              Error Message:
               Assert.Equal() Failure: Values differ
            Expected: 2
            Actual:   1
              Stack Trace:
                 at A.Tests.Breaks() in /w/ATests.cs:line 9
               at InvokeStub_ATests.Breaks(Object, Span`1)
               at System.Reflection.MethodBaseInvoker.InvokeWithOneArg(Object obj)

            Failed!  - Failed:     1, Passed:   188, Skipped:     0, Total:   189, Duration: 1 s - A.dll (net10.0)
            """));

    [Theory]
    [InlineData("/w/A.cs(3,5): error CS1002: ; expected [/w/A.csproj]", "  Determining projects to restore...\n/w/A.cs(3,5): error CS1002: ; expected [/w/A.csproj]")]
    [InlineData("a.c:3:5: error: expected ';' before '}' token", "cc -c a.c\na.c:3:5: error: expected ';' before '}' token")]
    [InlineData("● breaks\nexpect(received).toBe(expected)", "FAIL jt/a.test.js\n  ✓ adds\n  ✕ breaks (2 ms)\n\n  ● breaks\n\n    expect(received).toBe(expected)")]
    [InlineData("FAIL  a.test.mjs > breaks\nAssertionError: expected 2 to be 3", "   × breaks 4ms\n⎯⎯⎯ Failed Tests 1 ⎯⎯⎯\n\n FAIL  a.test.mjs > breaks\nAssertionError: expected 2 to be 3")]
    [InlineData("1) x\nbreaks:\nAssertionError [ERR_ASSERTION]: 2 == 3", "  x\n    1) breaks\n    - later\n\n  1 passing (3ms)\n  1 failing\n\n  1) x\n       breaks:\n\n      AssertionError [ERR_ASSERTION]: 2 == 3")]
    [InlineData("not ok 2 - breaks\nerror: '2 == 3'", "ok 1 - adds\n  ---\n  duration_ms: 1.0\n  ...\nnot ok 2 - breaks\n  ---\n  duration_ms: 0.7\n  error: '2 == 3'")]
    [InlineData("--- FAIL: TestB (0.00s)\na_test.go:9: broken", "=== RUN TestB\n--- FAIL: TestB (0.00s)\n    a_test.go:9: broken")]
    [InlineData("---- t::bad stdout ----\nthread 't::bad' panicked at src/lib.rs:1:57:\nassertion failed", "test t::bad ... FAILED\n\nfailures:\n\n---- t::bad stdout ----\nthread 't::bad' panicked at src/lib.rs:1:57:\nassertion failed")]
    [InlineData("FAIL: test_bad (test_a.T.test_bad)\nTraceback (most recent call last):\nAssertionError: 1 != 2", "F.\n======\nFAIL: test_bad (test_a.T.test_bad)\n------\nTraceback (most recent call last):\nAssertionError: 1 != 2")]
    [InlineData("2/2 Test #2: b .....***Failed    0.00 sec\n50% tests passed, 1 tests failed out of 2", "1/2 Test #1: a .....   Passed    0.00 sec\n2/2 Test #2: b .....***Failed    0.00 sec\n\n50% tests passed, 1 tests failed out of 2")]
    [InlineData("Cannot open the door.\nbye", "hello\n0 errors so far\nCannot open the door.\nbye")]
    [InlineData("one\ntwo", "one\n\ntwo\n")]
    public void Begins_where_the_first_failure_is_described(string expected, string output) => Assert.Equal(expected, Digest(output));

    [Fact]
    public void Nothing_printed_is_nothing_to_show() => Assert.Null(Digest("\n  \n"));

    [Fact]
    public void Has_at_most_600_characters_in_complete_lines()
    {
        string digest = Digest(string.Concat(Enumerable.Range(0, 100).Select(number => $"error: number {number} of many\n")))!;

        Assert.InRange(digest.Length, 570, 600);
        Assert.All(digest.Split('\n'), line => Assert.EndsWith(" of many", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_sign_of_failure_the_last_complete_lines_are_taken()
    {
        string digest = Digest(string.Concat(Enumerable.Range(0, 100).Select(number => $"step {number} is done\n")))!;

        Assert.EndsWith("step 98 is done\nstep 99 is done", digest, StringComparison.Ordinal);
        Assert.StartsWith("step ", digest, StringComparison.Ordinal);
        Assert.InRange(digest.Length, 500, 600);
    }

    [Fact]
    public void A_first_line_that_is_too_long_is_cut()
    {
        string digest = Digest("error: " + new string('x', 100_000))!;

        Assert.Equal(600, digest.Length);
        Assert.EndsWith("x…", digest, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_could_deceive_is_escaped()
    {
        string digest = Digest("error: \u202egnp.exe\u0007 \0 \u009d x\nj7 review · verified\u200b")!;

        Assert.Equal("error: \\u202egnp.exe\\x07 \\x00 \\x9d x\nj7 review · verified\\u200b", digest);
    }

    [Fact]
    public void Escaping_does_not_make_it_longer_than_600()
    {
        string digest = Digest(string.Concat(Enumerable.Repeat("error: \u202e\u202e\u202e\u202e\u202e\u202e\u202e\u202e\n", 100)))!;

        Assert.InRange(digest.Length, 1, 600);
        Assert.All(digest.Split('\n'), line => Assert.Equal("error: " + string.Concat(Enumerable.Repeat("\\u202e", 8)), line));
    }

    private static string? Digest(string output)
    {
        var digest = new FailureDigest();
        foreach (string line in output.Split('\n'))
            digest.Read(PlainLine.Of(line));
        string? text = digest.Finish();
        Assert.True(text is null || text.Split('\n').All(Escaping.IsPlain));
        return text;
    }
}
