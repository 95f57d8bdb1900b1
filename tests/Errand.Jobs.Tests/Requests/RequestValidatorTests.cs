using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Jobs.Tests.Requests;

public sealed class RequestValidatorTests
{
    private static JobRequest Good => new() { Task = "Fix it.", Cwd = Path.GetTempPath() };

    [Fact]
    public void An_ordinary_request_is_taken()
    {
        RequestValidator.Validate(Good with
        {
            Worker = "claude",
            Tier = "fast",
            Label = "feature/fix-1.2_b",
            Scope = ["src/**", "!src/generated/**"],
            Deny = ["docs/"],
            Checks = [new CheckSpec("unit", "dotnet test", TimeSpan.FromMinutes(1))],
            Key = "a key with spaces",
            Timeout = TimeSpan.FromHours(24),
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("a\0b")]
    public void A_task_that_says_nothing_is_refused(string task) => AssertRefused(Good with { Task = task }, "task");

    [Fact]
    public void A_task_of_two_mebibytes_is_the_longest()
    {
        RequestValidator.Validate(Good with { Task = new string('a', RequestValidator.LongestTask) });
        AssertRefused(Good with { Task = new string('a', RequestValidator.LongestTask - 1) + "é" }, "2,097,153");
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative/dir")]
    [InlineData("..")]
    [InlineData("/nowhere/at/all")]
    [InlineData("/tmp\0/x")]
    [InlineData("/tmp\nx")]
    public void A_directory_that_is_none_is_refused(string cwd) => AssertRefused(Good with { Cwd = cwd }, "cwd");

    [Theory]
    [InlineData("-rf")]
    [InlineData("--force")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("")]
    [InlineData("fix.lock")]
    [InlineData("v1.")]
    [InlineData("a/.b")]
    [InlineData("fix/")]
    [InlineData("a.lock/b")]
    public void A_label_that_looks_like_an_option_or_a_path_is_refused(string label) => AssertRefused(Good with { Label = label }, "label");

    [Theory]
    [InlineData("j0")]
    [InlineData("7")]
    [InlineData("../j7")]
    [InlineData("-rf")]
    [InlineData("j7\n")]
    public void A_forerunner_that_is_no_job_id_is_refused(string id) => AssertRefused(Good with { Continue = id }, "continue");

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(0.5)]
    [InlineData(86401)]
    public void An_absurd_time_is_refused(double seconds)
    {
        AssertRefused(Good with { Timeout = TimeSpan.FromSeconds(seconds) }, "timeout");
        AssertRefused(Good with { StallTimeout = TimeSpan.FromSeconds(seconds) }, "stall timeout");
        AssertRefused(Good with { Checks = [new CheckSpec("unit", "true", TimeSpan.FromSeconds(seconds))] }, "unit");
    }

    [Theory]
    [InlineData("", "true")]
    [InlineData("-x", "true")]
    [InlineData("a/b", "true")]
    [InlineData("unit", "")]
    [InlineData("unit", "a\0b")]
    public void A_bad_check_is_refused(string name, string command) => AssertRefused(Good with { Checks = [new CheckSpec(name, command)] }, "check");

    [Fact]
    public void Two_checks_of_one_name_are_refused() =>
        AssertRefused(Good with { Checks = [new CheckSpec("unit", "true"), new CheckSpec("Unit", "false")] }, "Unit");

    [Fact]
    public void What_contradicts_itself_is_refused()
    {
        AssertRefused(Good with { Continue = "j7", Base = "HEAD" }, "base");
        AssertRefused(Good with { Mode = JobMode.Read, Apply = ApplyMode.Auto }, "apply");
    }

    private static void AssertRefused(JobRequest request, string named)
    {
        var refusal = Assert.Throws<ErrandException>(() => RequestValidator.Validate(request));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("refused", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
