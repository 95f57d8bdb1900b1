namespace Errand.Core.Tests.Jobs;

public sealed class JobTransitionsTests
{
    private static readonly JobState[] All = Enum.GetValues<JobState>();

    [Fact]
    public void Nothing_follows_a_final_state() =>
        Assert.DoesNotContain(All.Where(JobTransitions.IsFinal).SelectMany(from => All, (from, to) => (from, to)), pair => JobTransitions.IsAllowed(pair.from, pair.to));

    [Fact]
    public void Every_state_but_the_final_ones_can_be_cancelled() =>
        Assert.All(All, state => Assert.Equal(!JobTransitions.IsFinal(state), JobTransitions.IsAllowed(state, JobState.Cancelled)));

    [Fact]
    public void Every_live_state_can_become_blocked_and_one_in_review_by_a_rework_too_many() =>
        Assert.All(All, state => Assert.Equal(JobTransitions.IsLive(state) || state == JobState.Review, JobTransitions.IsAllowed(state, JobState.Blocked)));

    [Fact]
    public void A_job_without_reworks_left_can_be_accepted_discarded_or_cancelled_and_not_tried_again() =>
        Assert.Equal(
            [JobState.Accepted, JobState.Discarded, JobState.Cancelled],
            All.Where(to => JobTransitions.IsAllowed(JobState.Blocked, to, SnakeCase.Of(BlockedClass.ReworkLimit))));

    [Fact]
    public void No_state_follows_itself() => Assert.All(All, state => Assert.False(JobTransitions.IsAllowed(state, state)));

    [Fact]
    public void Every_state_can_be_reached_and_has_a_way_to_an_end()
    {
        Assert.All(All, state => Assert.Contains(state, Reachable(JobState.Queued)));
        Assert.All(All, state => Assert.Contains(Reachable(state), JobTransitions.IsFinal));
    }

    [Fact]
    public void Work_is_accepted_only_after_review() =>
        Assert.Equal([JobState.Review], All.Where(state => JobTransitions.IsAllowed(state, JobState.Accepted)));

    private static HashSet<JobState> Reachable(JobState start)
    {
        HashSet<JobState> found = [start];
        var open = new Queue<JobState>([start]);
        while (open.TryDequeue(out JobState from))
        {
            foreach (JobState to in All.Where(to => JobTransitions.IsAllowed(from, to) && found.Add(to)))
                open.Enqueue(to);
        }

        return found;
    }
}
