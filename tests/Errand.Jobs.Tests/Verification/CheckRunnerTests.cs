using System.Text;
using Errand.Core;
using Errand.Jobs.Tests.Verification.Cheats;
using Errand.Jobs.Verification;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Verification;

public sealed class CheckRunnerTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly CheckContext context;
    private readonly CheckRunner runner = new(new ProcessRunner(TimeProvider.System), TimeProvider.System);

    public CheckRunnerTests() => context = new CheckContext
    {
        Directory = temp.MakeDirectory("tree"),
        HomeDirectory = temp["checks/home"],
        TempDirectory = temp["checks/tmp"],
        LogDirectory = temp["attempts/1/checks"],
        UserEnvironment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["SECRET_TOKEN"] = "hunter2",
            ["JAVA_HOME"] = "/opt/java",
        },
        UserHomeDirectory = temp.MakeDirectory("user"),
        Marker = new ProcessMarker("ERRAND_RUN", Guid.NewGuid().ToString("N")),
    };

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task Exit_code_0_is_passed_with_the_counts_of_the_output()
    {
        CheckResult result = await RunAsync("echo '===== 41 passed, 1 skipped in 0.12s ====='");

        Assert.Equal(new CheckResult("unit", CheckStatus.Passed, 0, result.Seconds, 41, 0, null) { Skipped = 1, Counts = CountSource.Output }, result);
        Assert.InRange(result.Seconds, 0, 60);
    }

    [Fact]
    public async Task A_failure_has_exit_code_counts_and_digest()
    {
        CheckResult result = await RunAsync("echo compiling; echo 'not ok 1 - adds'; echo '# expected 2' >&2; echo 1..1; exit 3");

        Assert.Equal(new CheckResult("unit", CheckStatus.Failed, 3, result.Seconds, 0, 1, "not ok 1 - adds\n# expected 2\n1..1") { Skipped = 0, Counts = CountSource.Output }, result);
    }

    [Theory]
    [InlineData("mkdir -p build/test-results/test; cp {junit} build/test-results/test/all.xml", CountSource.Reports, 1, 2, 1)]
    [InlineData("mkdir out; cp {junit} out/TEST-a.xml; cp {junit} out/junit-b.xml", CountSource.Reports, 2, 4, 2)]
    [InlineData("mkdir TestResults; cp {trx} TestResults/run.trx", CountSource.Reports, 2, 1, 1)]
    [InlineData("cp {junit} TEST-a.xml; echo '41 passed, 0 failed'", CountSource.Output, 41, 0, 0)]
    [InlineData("cp {junit} other.xml", CountSource.ExitCodeOnly, null, null, null)]
    [InlineData("ln -s {junit} TEST-link.xml", CountSource.ExitCodeOnly, null, null, null)]
    [InlineData("mkfifo TEST-pipe.xml", CountSource.ExitCodeOnly, null, null, null)]
    [InlineData("true", CountSource.ExitCodeOnly, null, null, null)]
    public async Task Where_nothing_is_printed_reports_are_counted_that_the_run_has_left(string command, CountSource source, int? passed, int? failed, int? skipped)
    {
        string junit = temp.Write("junit", """
            <?xml version="1.0"?><testsuites tests="99"><testsuite name="s" tests="4"><testcase classname="a.B" name="adds"/>
            <testcase classname="a.B" name="breaks"><failure message="x">no</failure></testcase><testcase classname="a.B" name="errs"><error/></testcase>
            <testcase classname="a.B" name="waits"><skipped/></testcase></testsuite></testsuites>
            """);
        string trx = temp.Write("trx", """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results><UnitTestResult testName="A" outcome="Passed"/><UnitTestResult testName="B" outcome="Passed"/>
            <UnitTestResult testName="C" outcome="Failed"><Output/></UnitTestResult><UnitTestResult testName="D" outcome="NotExecuted"/></Results></TestRun>
            """);

        // No runner is done within a tick of the file system's clock; a copy may be.
        CheckResult result = await RunAsync("sleep 0.02; " + command.Replace("{junit}", junit, StringComparison.Ordinal).Replace("{trx}", trx, StringComparison.Ordinal));

        Assert.Equal((CheckStatus.Passed, source, passed, failed, skipped), (result.Status, result.Counts, result.Passed, result.Failed, result.Skipped));
    }

    [Fact]
    public async Task A_report_that_was_there_before_is_none_of_the_runs()
    {
        File.WriteAllText(Path.Combine(context.Directory, "TEST-old.xml"), "<testsuite><testcase name=\"a\"/></testsuite>");

        CheckResult result = await RunAsync("sleep 0.02; cp TEST-old.xml copy.xml");

        Assert.Equal(CountSource.ExitCodeOnly, result.Counts);
    }

    [Fact]
    public async Task Both_streams_are_logged_in_the_order_in_which_they_were_printed()
    {
        await RunAsync("for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done");

        Assert.Equal("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\nout 4\nerr 4\nout 5\nerr 5\n", Log());
    }

    [Fact]
    public async Task A_program_of_the_tree_is_not_found_by_an_empty_entry_of_the_search_path()
    {
        string program = temp.Write("tree/pytest", "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var user = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin::." };

        CheckResult result = await runner.RunAsync(new CheckSpec("unit", "pytest -q"), context with { UserEnvironment = user }, CancellationToken.None);

        Assert.Equal(CheckStatus.Infra, result.Status);
    }

    [Fact]
    public async Task Runs_in_the_tree_with_a_clean_environment_and_nothing_to_read()
    {
        temp.Write("tree/a.txt", "here\n");
        Directory.CreateDirectory(temp["user/.rustup"]);

        CheckResult result = await RunAsync("cat a.txt; cat; env | sort; test -d \"$HOME\" && test -w \"$TMPDIR\"");

        Assert.Equal(CheckStatus.Passed, result.Status);
        string[] lines = Log().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("here", lines[0]);
        Assert.Equal(
            [
                "CI=1", $"ERRAND_RUN={context.Marker.Value}", $"HOME={temp["checks/home"]}", "JAVA_HOME=/opt/java", "LANG=C.UTF-8", "NO_COLOR=1",
                $"PATH={context.UserEnvironment["PATH"]}", $"PWD={temp["tree"]}", $"RUSTUP_HOME={temp["user/.rustup"]}", "SHELL=/bin/sh", "TERM=dumb", $"TMPDIR={temp["checks/tmp"]}",
            ],
            lines[1..].Where(line => !line.StartsWith("_=", StringComparison.Ordinal) && !line.StartsWith("OLDPWD", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Variables_of_the_configuration_win()
    {
        CheckResult result = await runner.RunAsync(
            new CheckSpec("unit", "test \"$CI\" = yes -a \"$NUGET_PACKAGES\" = /cache"),
            context with { Variables = new Dictionary<string, string> { ["CI"] = "yes", ["NUGET_PACKAGES"] = "/cache" } },
            CancellationToken.None);

        Assert.Equal(CheckStatus.Passed, result.Status);
    }

    [Fact]
    public async Task A_check_sees_what_the_one_before_it_left()
    {
        await RunAsync("mkdir out && echo built > out/app");

        Assert.Equal(CheckStatus.Passed, (await RunAsync("grep -q built out/app")).Status);
    }

    [Fact]
    public async Task A_missing_program_is_infra_and_named()
    {
        CheckResult result = await RunAsync("no-such-runner --all");

        Assert.Equal(CheckStatus.Infra, result.Status);
        Assert.Equal(127, result.ExitCode);
        Assert.StartsWith("'no-such-runner' is not installed, or not on PATH.\n", result.Digest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_script_of_the_tree_is_a_failure()
    {
        CheckResult result = await RunAsync("./run-tests.sh");

        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Contains("run-tests.sh", result.Digest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_whose_interpreter_is_missing_is_infra()
    {
        temp.Write("tree/run.sh", "#!/opt/no/python9\n");

        CheckResult result = await RunAsync("chmod +x run.sh; ./run.sh");

        Assert.Equal(CheckStatus.Infra, result.Status);
        Assert.StartsWith("The interpreter of './run.sh' is not installed.", result.Digest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_program_behind_make_or_env_is_infra()
    {
        temp.Write("tree/tool", "#!/usr/bin/env no-such-interpreter\n");

        Assert.Equal(CheckStatus.Infra, (await RunAsync("chmod +x tool; ./tool")).Status);
    }

    [Fact]
    public async Task A_kill_that_is_not_ours_is_infra()
    {
        CheckResult result = await RunAsync("echo busy; kill -9 $$");

        Assert.Equal(CheckStatus.Infra, result.Status);
        Assert.Equal(137, result.ExitCode);
        Assert.Equal("The system killed it, most likely for want of memory.\nbusy", result.Digest);
    }

    [Fact]
    public async Task The_time_limit_ends_the_whole_tree_and_is_infra()
    {
        CheckResult result = await runner.RunAsync(
            new CheckSpec("unit", "echo begun; (trap '' INT TERM; sleep 300) & setsid sleep 301 & wait", TimeSpan.FromSeconds(1)), context, CancellationToken.None);

        Assert.Equal(new CheckResult("unit", CheckStatus.Infra, null, result.Seconds, null, null, "It did not end within 1 s and was ended.\nbegun"), result);
        Assert.InRange(result.Seconds, 1, 60);
        Assert.Empty(context.Marker.Find());
    }

    [Fact]
    public async Task What_a_check_leaves_running_ends_with_it()
    {
        CheckResult result = await RunAsync("setsid sleep 300 >/dev/null 2>&1 </dev/null & echo started");

        Assert.Equal(CheckStatus.Passed, result.Status);
        Assert.Empty(context.Marker.Find());
    }

    [Fact]
    public async Task A_cancelled_check_is_killed_and_leaves_its_log()
    {
        using var cancel = new CancellationTokenSource();
        Task<CheckResult> running = runner.RunAsync(new CheckSpec("unit", "echo begun; setsid sleep 300"), context, cancel.Token);
        await Wait.ForFileAsync(temp["attempts/1/checks/unit.log"]);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("begun\n", Log());
        Assert.Empty(context.Marker.Find());
    }

    [Fact]
    public async Task A_long_log_keeps_its_beginning_and_its_end()
    {
        CheckResult result = await runner.RunAsync(
            new CheckSpec("unit", "i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done; echo '1 passed, 1 failed'; exit 1"),
            context with { LogLimit = 2_000 },
            CancellationToken.None);

        string log = Log();
        Assert.StartsWith("line 0\nline 1\n", log, StringComparison.Ordinal);
        Assert.EndsWith("line 4999\n1 passed, 1 failed\n", log, StringComparison.Ordinal);
        string notice = Assert.Single(log.Split('\n'), line => line.StartsWith("[errand: ", StringComparison.Ordinal));
        int whole = Enumerable.Range(0, 5_000).Sum(number => $"line {number}\n".Length) + "1 passed, 1 failed\n".Length;
        Assert.Equal($"[errand: {whole - 2_000:N0} bytes are left out here]", notice);
        Assert.Equal(2_000 + $"\n{notice}\n".Length, Encoding.UTF8.GetByteCount(log));
        Assert.Equal((1, 1), (result.Passed, result.Failed));
    }

    [Fact]
    public async Task Fifty_megabytes_and_an_endless_line_are_bounded()
    {
        CheckResult result = await RunAsync("head -c 30000000 /dev/zero | tr '\\0' 'x'; echo; yes 'error: this is one more line of noise' | head -c 30000000; echo; echo '3 passed, 0 failed'; exit 1");

        Assert.InRange(new FileInfo(temp["attempts/1/checks/unit.log"]).Length, 9_000_000, 10_000_200);
        Assert.InRange(result.Digest!.Length, 1, FailureDigest.Limit);
        Assert.Equal((3, 0), (result.Passed, result.Failed));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_infra()
    {
        temp.Write("attempts/1/checks", "in the way");

        CheckResult result = await RunAsync("true");

        Assert.Equal(CheckStatus.Infra, result.Status);
        Assert.StartsWith("It could not be run: ", result.Digest, StringComparison.Ordinal);
    }

    [ToolchainFact("python3 --version")]
    public async Task A_real_runner_is_counted_and_digested()
    {
        temp.Write("tree/test_a.py", "import unittest\nclass T(unittest.TestCase):\n  def test_ok(self): pass\n  def test_bad(self): self.assertEqual(1, 2)\n");

        CheckResult result = await RunAsync("python3 -m unittest test_a");

        Assert.Equal((CheckStatus.Failed, 1, 1), (result.Status, result.Passed, result.Failed));
        Assert.StartsWith("FAIL: test_bad (test_a.T", result.Digest, StringComparison.Ordinal);
        Assert.Contains("AssertionError: 1 != 2", result.Digest, StringComparison.Ordinal);
    }

    private Task<CheckResult> RunAsync(string command) => runner.RunAsync(new CheckSpec("unit", command), context, CancellationToken.None);

    private string Log() => File.ReadAllText(temp["attempts/1/checks/unit.log"]);
}
