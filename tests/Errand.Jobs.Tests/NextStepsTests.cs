using Errand.Core;

namespace Errand.Jobs.Tests;

public sealed class NextStepsTests
{
    private static readonly JobReceipt Review = new()
    {
        Id = new JobId(7),
        State = JobState.Review,
        Verdict = Verdict.Verified,
        Worker = "fake",
        Tier = "auto",
        Isolation = IsolationKind.Checkout,
        Attempt = 1,
        MostReworks = JobDecisions.MostReworks,
        Seconds = 1,
        Files = [new FileChange("a", ChangeKind.Added, 1, 0)],
        Alive = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
        StateAt = DateTimeOffset.UnixEpoch,
        Repository = "/r",
    };

    [Fact]
    public void Verified_work_is_likely_accepted_and_failed_work_is_not()
    {
        Assert.Equal(["accept", "rework", "discard"], NextSteps.Of(Review));
        Assert.Equal(["rework", "discard", "accept"], NextSteps.Of(Review with { Verdict = Verdict.Failed }));
    }

    [Fact]
    public void Where_nothing_changed_there_is_nothing_to_accept() => Assert.Equal(["rework", "discard"], NextSteps.Of(Review with { Files = [] }));

    [Fact]
    public void A_job_without_reworks_left_is_taken_or_not()
    {
        JobReceipt last = Review with { Reworks = JobDecisions.MostReworks };

        Assert.Equal(["accept", "discard"], NextSteps.Of(last));
        Assert.Equal(["accept", "discard", "cancel"], NextSteps.Of(last with { State = JobState.Blocked, Class = "rework_limit" }));
    }

    [Fact]
    public void A_blocked_job_is_tried_again_or_given_up() =>
        Assert.Equal(["retry", "discard", "cancel"], NextSteps.Of(Review with { State = JobState.Blocked, Class = "auth" }));
}
