using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Tests.Store;

public sealed class JobHistoryTests
{
    private static readonly ModelUsage Usage = new(100, 40, 7);

    [Fact]
    public void A_session_that_the_worker_could_not_find_again_is_forgotten()
    {
        JobHistory history = JobHistory.Of([new AttemptStarted(1, "/bin/w", null, null), Ended("s-1", Usage), new AttemptStarted(2, "/bin/w", null, "s-1")]);
        Assert.Equal("s-1", history.SessionId);

        history = history.With(Ended(null, null));

        Assert.Equal((null, null), (history.SessionId, history.SessionUsage));
    }

    [Fact]
    public void A_fresh_session_begins_with_no_usage()
    {
        JobHistory history = JobHistory.Of([new AttemptStarted(1, "/bin/w", null, null), Ended("s-1", Usage), new AttemptStarted(2, "/bin/w", null, null), new SessionSeen("s-2", null)]);

        Assert.Equal(("s-2", null), (history.SessionId, history.SessionUsage));
    }

    [Fact]
    public void What_a_rework_asks_for_stays_open_until_an_attempt_was_judged()
    {
        JobHistory history = JobHistory.Of([new DecisionMade("rework", "cli", ["A"], null), new AttemptStarted(2, "/bin/w", null, null), new DecisionMade("retry", "cli", [], null)]);
        Assert.Equal(["A"], history.OpenItems);

        history = history.With(new AttemptStarted(3, "/bin/w", null, null)).With(new WorkJudged(Verdict.Verified, "", []));

        Assert.Empty(history.OpenItems);
    }

    [Fact]
    public void A_review_whose_usage_is_counted_is_not_open_for_a_recovery_to_count_it_again()
    {
        JobHistory history = JobHistory.Of([new ReviewStarted(1, "critic")]);
        Assert.Equal(1, history.OpenReview);

        Assert.Equal(1, history.With(new UsageCounted(JobUsage.None)).OpenReview);
        Assert.Null(history.With(new UsageCounted(JobUsage.None, IsReview: true)).OpenReview);
    }

    private static WorkerEnded Ended(string? session, ModelUsage? usage) => new(StopReason.Ended, 0, 1, 0, session, null, null, usage, usage);
}
