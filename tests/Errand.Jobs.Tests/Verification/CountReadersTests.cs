using Errand.Jobs.Verification;
using Errand.Jobs.Verification.Counting;

namespace Errand.Jobs.Tests.Verification;

/// <summary>What the runners print, copied from real runs and shortened.</summary>
public sealed class CountReadersTests
{
    public static TheoryData<string, string, int?, int?, int> Outputs { get; } = new()
    {
        {
            "dotnet test, VSTest, two projects",
            """
            A total of 1 test files matched the specified pattern.
            [xUnit.net 00:00:00.30]     A.Tests.Breaks [FAIL]
              Failed A.Tests.Breaks [< 1 ms]
            Failed!  - Failed:     1, Passed:   188, Skipped:     2, Total:   191, Duration: 1 s - A.Tests.dll (net10.0)
            Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, Duration: 50 ms - B.Tests.dll (net10.0)
            """,
            200, 1, 2
        },
        {
            "dotnet test, VSTest, normal verbosity",
            """
            Test Run Failed.
            Total tests: 209
                 Passed: 206
                 Failed: 2
                Skipped: 1
             Total time: 1.6230 Seconds
            """,
            206, 2, 1
        },
        { "a JUnit report", "<?xml version=\"1.0\"?>\n<testsuites tests=\"41\" failures=\"1\" errors=\"0\" skipped=\"2\" time=\"1\">\n  <testsuite name=\"a\" tests=\"41\" failures=\"1\" errors=\"0\" skipped=\"2\">\n", 38, 1, 2 },
        { "JUnit suites without a whole", "<testsuite name=\"a\" tests=\"3\" failures=\"0\" errors=\"1\">\n</testsuite>\n<testsuite name=\"b\" tests=\"2\" failures=\"0\" errors=\"0\">\n", 4, 1, 0 },
        { "a trx file", "    <Counters total=\"41\" executed=\"39\" passed=\"38\" failed=\"1\" error=\"0\" timeout=\"0\" notExecuted=\"2\" />\n", 38, 1, 2 },
        { "dotnet test, VSTest, all passed", "Test Run Successful.\nTotal tests: 1\n     Passed: 1\n Total time: 0.5 Seconds\n", 1, 0, 0 },
        { "dotnet test, terminal logger", "  A.Tests test succeeded (1.6s)\n\nTest summary: total: 41, failed: 1, succeeded: 38, skipped: 2, duration: 1.6s\n", 38, 1, 2 },
        {
            "dotnet test, Microsoft.Testing.Platform",
            """
            Test run summary: Failed! - bin/Debug/net10.0/A.Tests.dll (net10.0|x64)
              total: 41
              failed: 1
              succeeded: 38
              skipped: 2
              duration: 1s 200ms
            """,
            38, 1, 2
        },
        { "dotnet test, Microsoft.Testing.Platform, none", "Test run summary: Zero tests ran\n  total: 0\n  failed: 0\n  succeeded: 0\n  skipped: 0\n  duration: 20ms", 0, 0, 0 },
        { "dotnet test, none", "No test is available in /w/bin/A.Tests.dll. Make sure that test discoverer & executors are registered.", 0, 0, 0 },
        { "dotnet test, filter", "No test matches the given testcase filter `Nothing` in /w/bin/A.Tests.dll", 0, 0, 0 },
        { "pytest", "collected 44 items\n\ntest_a.py .F.s\n===== 1 failed, 41 passed, 2 skipped, 3 warnings in 0.12s =====\n", 41, 1, 2 },
        { "pytest -q", "..F\n1 failed, 2 passed in 61.02s (0:01:01)\n", 2, 1, 0 },
        { "pytest, xfail", "==== 1 failed, 2 passed, 1 xfailed, 1 xpassed, 2 errors in 0.10s ====\n", 4, 3, 0 },
        { "pytest, collection error", "==== 1 error in 0.10s ====\n", 0, 1, 0 },
        { "pytest, none", "==== no tests ran in 0.01s ====\n", 0, 0, 0 },
        { "pytest, all deselected", "==== 5 deselected in 0.01s ====\n", 0, 0, 0 },
        { "unittest", "Ran 4 tests in 0.001s\n\nFAILED (failures=1, errors=1, skipped=1)\n", 1, 2, 1 },
        { "unittest, ok", "----\nRan 1 test in 0.000s\n\nOK\n", 1, 0, 0 },
        { "unittest, none", "Ran 0 tests in 0.000s\n\nNO TESTS RAN\n", 0, 0, 0 },
        {
            "jest",
            """
            FAIL jt/a.test.js
              ✓ adds (2 ms)
              ✕ breaks (2 ms)
            Test Suites: 1 failed, 1 total
            Tests:       1 failed, 1 skipped, 1 todo, 5 passed, 8 total
            Snapshots:   0 total
            """,
            5, 1, 2
        },
        { "jest, ok", "Tests:       5 passed, 5 total\n", 5, 0, 0 },
        { "jest, none", "No tests found, exiting with code 0\n", 0, 0, 0 },
        {
            "vitest",
            "\u001b[2m Test Files \u001b[22m \u001b[1m\u001b[31m1 failed\u001b[39m\u001b[22m\u001b[90m (1)\u001b[39m\n" +
            "\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[31m1 failed\u001b[39m\u001b[22m\u001b[2m | \u001b[22m\u001b[1m\u001b[32m4 passed\u001b[39m\u001b[22m\u001b[2m | \u001b[22m\u001b[33m1 skipped\u001b[39m\u001b[90m (6)\u001b[39m\n",
            4, 1, 1
        },
        { "vitest, none", "\u001b[31mNo test files found, exiting with code 0\n\u001b[39m\n", 0, 0, 0 },
        { "mocha", "  x\n    \u001b[32m✔\u001b[39m adds\n    1) breaks\n\n  41 passing (3ms)\n  2 pending\n  1 failing\n\n  1) x\n       breaks:\n", 41, 1, 2 },
        { "mocha, none", "\n\n  0 passing (1ms)\n\n", 0, 0, 0 },
        { "node --test, TAP", "TAP version 13\n# Subtest: adds\nok 1 - adds\n  ---\n  ...\nnot ok 2 - breaks\n1..2\n# tests 3\n# suites 0\n# pass 1\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n# duration_ms 79.8\n", 1, 2, 0 },
        { "node --test, spec", "✔ adds (0.7ms)\n✖ breaks (0.6ms)\nℹ tests 3\nℹ suites 0\nℹ pass 1\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\nℹ duration_ms 77.8\n", 1, 1, 1 },
        { "node --test, none", "TAP version 13\n1..0\n# tests 0\n# suites 0\n# pass 0\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n", 0, 0, 0 },
        { "go test -v", "=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB\n=== RUN   TestB/sub\n    --- FAIL: TestB/sub (0.00s)\n--- FAIL: TestB (0.00s)\n--- SKIP: TestC (0.00s)\nFAIL\nFAIL\texample.com/x\t0.002s\n", 1, 1, 1 },
        { "go test", "--- FAIL: TestB (0.00s)\n    a_test.go:9: broken\nFAIL\nFAIL\texample.com/x\t0.002s\nok  \texample.com/y\t0.001s\n", null, 1, 0 },
        { "go test, none", "?   \texample.com/x\t[no test files]\nok  \texample.com/y\t0.001s [no tests to run]\n", 0, 0, 0 },
        { "cargo test", "test result: FAILED. 40 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.07s\n\n   Doc-tests x\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.20s\n", 41, 1, 2 },
        { "cargo nextest", "     Summary [   0.105s] 41 tests run: 40 passed, 1 failed, 2 skipped\n", 40, 1, 2 },
        {
            "Maven Surefire",
            """
            [ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1, Time elapsed: 0.05 s <<< FAILURE! -- in x.ATest
            [INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.01 s -- in x.BTest
            [INFO] Results:
            [ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1
            """,
            2, 2, 1
        },
        { "Gradle", "> Task :test FAILED\n\n41 tests completed, 1 failed, 2 skipped\n", 38, 1, 2 },
        { "RSpec", "Finished in 0.1 seconds (files took 0.2 seconds to load)\n41 examples, 1 failure, 2 pending\n", 38, 1, 2 },
        { "RSpec, broken file", "0 examples, 0 failures, 1 error occurred outside of examples\n", 0, 1, 0 },
        { "minitest", "41 runs, 80 assertions, 1 failures, 1 errors, 2 skips\n", 37, 2, 2 },
        { "test-unit", "41 tests, 80 assertions, 1 failures, 0 errors, 0 pendings, 2 omissions, 0 notifications\n", 38, 1, 2 },
        { "PHPUnit", "Tests: 41, Assertions: 80, Errors: 1, Failures: 1, Skipped: 2, Incomplete: 1.\n", 36, 2, 3 },
        { "PHPUnit, ok", "OK (41 tests, 80 assertions)\n", 41, 0, 0 },
        { "PHPUnit, none", "No tests executed!\n", 0, 0, 0 },
        { "CTest", "2/2 Test #2: b ................................***Failed    0.00 sec\n\n50% tests passed, 1 tests failed out of 2\n", 1, 1, 0 },
        { "CTest, none", "Internal ctest changing into directory: /w/b\nTest project /w/b\nNo tests were found!!!\n", 0, 0, 0 },
        { "TAP", "1..5\nok 1 - a\nok 2 - b # SKIP no db\nnot ok 3 - c # TODO later\nnot ok 4 - d\n    ok 1 - sub\nok 5\n", 2, 1, 2 },
        { "TAP, none", "1..0 # SKIP nothing to do\n", 0, 0, 0 },
        { "some other runner", "suite a: 1 passed, 0 failed\nsuite b: 2 passed, 1 failed\n41 passed, 1 failed, 2 skipped\n", 41, 1, 2 },
        { "two runners in one script", "==== 41 passed in 0.12s ====\nTests:       1 failed, 2 passed, 3 total\n", 43, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Counts_what_the_runner_counted(string runner, string output, int? passed, int? failed, int skipped)
    {
        Assert.NotEmpty(runner);
        Assert.Equal(new TestCounts(passed, failed, skipped), Count(output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Build succeeded.\n    0 Warning(s)\n    0 Error(s)\n")]
    [InlineData("The deployment passed 3 gates in 5 steps\n")]
    [InlineData("all 12 widgets passed inspection\n")]
    [InlineData("ok\nnot ok\nok then\n")]
    [InlineData("# pass 3\n")]
    [InlineData("3 passing thoughts\n")]
    [InlineData("99999999999 passed, 1 failed\n")]
    [InlineData("v1.41 passed, x2 failed\n")]
    [InlineData("ok  \texample.com/y\t0.001s\n")]
    public void Says_nothing_when_the_output_counts_nothing(string output) => Assert.Null(Count(output));

    [Fact]
    public void Fifty_megabytes_of_hostile_lines_are_counted_without_delay()
    {
        string[] hostile =
        [
            new string('1', 399), string.Concat(Enumerable.Repeat("1 passed ", 44)), string.Concat(Enumerable.Repeat("passed: ", 49)), new string(' ', 399),
            string.Concat(Enumerable.Repeat("Tests run:", 39)), "Failed!  - Failed:" + new string('9', 300), new string('x', 4_000_000),
        ];
        var readers = new CountReaders();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (long length = 0; length < 50_000_000;)
        {
            foreach (string line in hostile)
            {
                readers.Read(line);
                length += line.Length;
            }
        }

        for (int round = 0; round < 20_000; round++)
            readers.Read(hostile[round % 6]);
        readers.Finish();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    private static TestCounts? Count(string output)
    {
        var readers = new CountReaders();
        foreach (string line in output.Split('\n'))
            readers.Read(PlainLine.Of(line));
        return readers.Finish();
    }
}
