using Errand.Core;
using Errand.Jobs.Verification;
using Errand.Testing;

namespace Errand.Jobs.Tests.Verification;

public sealed class CheckClassifierTests
{
    [Fact]
    public void Exit_code_0_is_passed_whatever_the_output_says() =>
        Assert.Equal(new CheckMeaning(CheckStatus.Passed, null), Classify(0, "3 failed", "No space left on device"));

    [Theory]
    [InlineData(1, "1 failed, 2 passed in 0.1s")]
    [InlineData(1, "")]
    [InlineData(2, "make: *** [Makefile:3: test] Error 1")]
    [InlineData(1, "npm ERR! missing script: \"test\"")]
    [InlineData(1, "ModuleNotFoundError: No module named 'shop'")]
    [InlineData(1, "cat: settings.json: No such file or directory")]
    [InlineData(127, "the answer was not found")]
    [InlineData(1, "sh: 1: pytest: not found")]
    [InlineData(127, "sh: 1: ./run-tests.sh: not found")]
    [InlineData(126, "sh: 1: ./script.sh: Permission denied")]
    [InlineData(127, "sh: 1: sub/missing: not found")]
    [InlineData(139, "Segmentation fault")]
    [InlineData(134, "Aborted")]
    public void What_the_work_is_to_blame_for_is_failed(int exitCode, string line) =>
        Assert.Equal(new CheckMeaning(CheckStatus.Failed, null), Classify(exitCode, line));

    [Theory]
    [InlineData(127, "sh: 1: pytest: not found", "'pytest' is not installed, or not on PATH.")]
    [InlineData(127, "/bin/sh: 1: dotnet: not found", "'dotnet' is not installed, or not on PATH.")]
    [InlineData(127, "/bin/sh: line 3: go: command not found", "'go' is not installed, or not on PATH.")]
    [InlineData(127, "run.sh: line 12: jq: command not found", "'jq' is not installed, or not on PATH.")]
    [InlineData(127, "bash: cargo: command not found", "'cargo' is not installed, or not on PATH.")]
    [InlineData(127, "zsh: command not found: mvn", "'mvn' is not installed, or not on PATH.")]
    [InlineData(127, "/usr/bin/env: ‘node’: No such file or directory", "'node' is not installed, or not on PATH.")]
    [InlineData(127, "env: 'ruby': No such file or directory", "'ruby' is not installed, or not on PATH.")]
    [InlineData(127, "pyenv: pytest: command not found", "'pytest' is not installed, or not on PATH.")]
    [InlineData(127, "sh: 1: /opt/tool/bin/x: not found", "'/opt/tool/bin/x' is not installed, or not on PATH.")]
    [InlineData(127, "sh: 1: ./script.sh: not found", "The interpreter of './script.sh' is not installed.")]
    [InlineData(126, "bash: ./script.sh: /opt/python9: bad interpreter: No such file or directory", "The interpreter of './script.sh' is not installed.")]
    [InlineData(126, "sh: 1: /opt/x: Permission denied", "'/opt/x' may not be run.")]
    [InlineData(127, "sh: 1: pytest: Permission denied", "'pytest' is not installed, or not on PATH.")]
    [InlineData(137, "Killed", "The system killed it, most likely for want of memory.")]
    [InlineData(1, "OSError: [Errno 28] No space left on device", "The disk is full.")]
    [InlineData(1, "npm error code ENOSPC", "The disk is full.")]
    [InlineData(2, "sh: 0: Cannot fork: Cannot allocate memory", "There is not enough memory.")]
    [InlineData(1, "/usr/bin/python3: No module named pytest", "A Python module that the command runs is not installed.")]
    [InlineData(1, "error: rustup could not choose a version of cargo to run, because one wasn't specified explicitly", "A tool that the command needs is not installed.")]
    [InlineData(101, "error: no such command: `nextest`", "A tool that the command needs is not installed.")]
    [InlineData(1, "/w/A.csproj : error NU1301: Unable to load the service index for source https://x/index.json.", "The network, or a package source, could not be reached.")]
    [InlineData(1, "npm error network request failed, reason: connect ECONNREFUSED", "The network, or a package source, could not be reached.")]
    public void What_the_machine_is_to_blame_for_is_infra_and_says_why(int exitCode, string line, string sentence) =>
        Assert.Equal(new CheckMeaning(CheckStatus.Infra, sentence), Classify(exitCode, "collecting", line, "bye"));

    [Fact]
    public void A_missing_program_behind_make_is_infra() =>
        Assert.Equal(
            new CheckMeaning(CheckStatus.Infra, "'pytest' is not installed, or not on PATH."),
            Classify(2, "pytest -q", "make: pytest: No such file or directory", "make: *** [Makefile:2: test] Error 127"));

    [Fact]
    public void Once_tests_have_failed_a_text_about_the_machine_is_one_of_theirs()
    {
        using var tree = new TempDirectory();

        Assert.Equal(
            CheckStatus.Failed,
            CheckClassifier.Classify(new CheckEnd(1, tree.Path, FailedTests: 1, ["expected 'No space left on device' but got 'ok'"])).Status);
    }

    [Fact]
    public void A_hostile_program_name_is_quoted() =>
        Assert.Equal("'a\\x1b[31m\\'b' is not installed, or not on PATH.", Classify(127, "sh: 1: a\u001b[31m'b: not found").Sentence);

    private static CheckMeaning Classify(int exitCode, params string[] evidence)
    {
        using var tree = new TempDirectory();
        tree.Write("script.sh", "#!/opt/python9\n");
        return CheckClassifier.Classify(new CheckEnd(exitCode, tree.Path, FailedTests: null, evidence));
    }
}
