using Errand.Core;

namespace Errand.Tests.Commands;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(JobState.Queued, null, null, 3)]
    [InlineData(JobState.Running, null, null, 3)]
    [InlineData(JobState.Waiting, "budget", null, 4)]
    [InlineData(JobState.Waiting, "input", null, 4)]
    [InlineData(JobState.Review, null, Verdict.Verified, 0)]
    [InlineData(JobState.Review, null, Verdict.Partly, 4)]
    [InlineData(JobState.Review, null, Verdict.Unverified, 4)]
    [InlineData(JobState.Review, null, Verdict.Failed, 1)]
    [InlineData(JobState.Accepted, null, Verdict.Failed, 0)]
    [InlineData(JobState.Discarded, null, Verdict.Verified, 0)]
    [InlineData(JobState.Blocked, "auth", null, 1)]
    [InlineData(JobState.Cancelled, "obsolete", Verdict.Verified, 1)]
    public void A_job_has_a_code(JobState state, string? classOf, Verdict? verdict, int code) =>
        Assert.Equal((ExitCode)code, ExitCodes.Of(Receipt(state) with { Class = classOf, Verdict = verdict }));

    [Fact]
    public void Verified_work_that_was_to_be_applied_and_is_not_needs_a_decision() =>
        Assert.Equal(ExitCode.NeedsDecision, ExitCodes.Of(Receipt(JobState.Review) with { Verdict = Verdict.Verified, Apply = ApplyMode.Auto }));

    [Fact]
    public void Of_several_jobs_the_one_that_needs_most_attention_counts()
    {
        JobReceipt running = Receipt(JobState.Running);
        JobReceipt blocked = Receipt(JobState.Blocked);
        JobReceipt open = Receipt(JobState.Review) with { Verdict = Verdict.Partly };
        JobReceipt done = Receipt(JobState.Accepted);

        Assert.Equal(ExitCode.Running, ExitCodes.Of([done, open, blocked, running]));
        Assert.Equal(ExitCode.Failed, ExitCodes.Of([done, open, blocked]));
        Assert.Equal(ExitCode.NeedsDecision, ExitCodes.Of([done, open]));
        Assert.Equal(ExitCode.Done, ExitCodes.Of([done, done]));
    }

    [Fact]
    public void Words_of_the_caller_are_usage_and_everything_else_is_refused()
    {
        Assert.Equal(ExitCode.Usage, ExitCodes.Of(ErrorCatalog.InvalidArgument));
        Assert.Equal(ExitCode.Usage, ExitCodes.Of(ErrorCatalog.InvalidGlob));
        Assert.Equal(ExitCode.Usage, ExitCodes.Of(ErrorCatalog.ConfigurationInvalid));
        Assert.Equal(ExitCode.Refused, ExitCodes.Of(ErrorCatalog.UnknownJob));
        Assert.Equal(ExitCode.Refused, ExitCodes.Of(ErrorCatalog.StateDirectoryFull));
        Assert.Equal(ExitCode.Refused, ExitCodes.Of(ErrorCatalog.WrongState));
    }

    private static JobReceipt Receipt(JobState state) => new()
    {
        Id = new JobId(7),
        State = state,
        Worker = "claude",
        Tier = "auto",
        Isolation = IsolationKind.Checkout,
        Attempt = 1,
        Seconds = 1,
        Alive = JobTransitions.IsLive(state),
        CreatedAt = DateTimeOffset.UnixEpoch,
        StateAt = DateTimeOffset.UnixEpoch,
        Repository = "/r",
    };
}
