using Errand.Core;
using Errand.Testing;
using Errand.Text;

namespace Errand.Tests.Text;

public sealed class RunningLineTests
{
    public static TheoryData<string, string> Lines { get; } = new()
    {
        { "running", "j7 running · 84 s · last event 3 s ago" },
        { "preparing", "j7 preparing · 84 s" },
        { "queued", "j7 queued · 0 s" },
        { "lost", "j7 running · 84 s · no supervisor" },
        { "long", "j999999999 verifying · 34.3 h · last event 2.8 h ago" },
    };

    private static Dictionary<string, JobReceipt> Receipts { get; } = new()
    {
        ["running"] = Text.Receipts.Running,
        ["preparing"] = Text.Receipts.Running with { State = JobState.Preparing, LastEventSeconds = null },
        ["queued"] = Text.Receipts.Running with { State = JobState.Queued, Seconds = 0, Alive = false },
        ["lost"] = Text.Receipts.Running with { Alive = false },
        ["long"] = Text.Receipts.Running with { Id = new JobId(999_999_999), State = JobState.Verifying, Seconds = 123_456, LastEventSeconds = 9_999 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Says_state_time_and_the_last_sign_of_life(string name, string expected) => Assert.Equal(expected, RunningLine.Of(Receipts[name]));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Has_at_most_25_tokens(string name, string line)
    {
        Assert.NotEmpty(name);
        if (TokenCounter.IsInstalled)
            Assert.InRange(TokenCounter.Count(line), 5, 25);
        else
            Console.WriteLine("Not counted: the o200k ranks of js-tiktoken are not installed in .tools.");
    }
}
