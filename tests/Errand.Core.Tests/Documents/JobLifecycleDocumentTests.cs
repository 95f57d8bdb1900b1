using Errand.Testing;

namespace Errand.Core.Tests.Documents;

public sealed class JobLifecycleDocumentTests
{
    private const string Document = "docs/job-lifecycle.md";
    private static readonly XmlDocumentation Comments = XmlDocumentation.Of(typeof(JobState).Assembly);

    [Fact]
    public void Lists_every_state()
    {
        var table = new Table("State", "", "Meaning");
        foreach (JobState state in Enum.GetValues<JobState>())
            table.Row($"`{SnakeCase.Of(state)}`", JobTransitions.IsLive(state) ? "live" : JobTransitions.IsFinal(state) ? "final" : "", Comments.SummaryOf(state));

        Approved.Section(Document, "states", table.ToString());
    }

    [Fact]
    public void Shows_the_whole_table_of_transitions()
    {
        JobState[] states = Enum.GetValues<JobState>();
        var table = new Table(["", .. states.Select(SnakeCase.Of)]);
        foreach (JobState from in states)
            table.Row([$"**{SnakeCase.Of(from)}**", .. states.Select(to => Mark(from, to))]);

        Approved.Section(Document, "transitions", table.ToString());
    }

    private static string Mark(JobState from, JobState to) => (JobTransitions.IsAllowed(from, to), JobTransitions.IsAllowed(from, to, "rework_limit")) switch
    {
        (true, true) => "x",
        (true, false) => "x, not `rework_limit`",
        (false, true) => "`rework_limit` only",
        _ => "",
    };

    [Fact]
    public void Lists_every_blocked_class()
    {
        var table = new Table("Class", "Meaning");
        foreach (BlockedClass blocked in Enum.GetValues<BlockedClass>())
            table.Row($"`{SnakeCase.Of(blocked)}`", Comments.SummaryOf(blocked));

        Approved.Section(Document, "blocked", table.ToString());
    }

    [Fact]
    public void Names_every_reason_to_wait_and_to_cancel()
    {
        string text = File.ReadAllText(Path.Combine(ToolPaths.Repository, Document));

        Assert.All([.. SnakeCase.All<WaitingFor>(), .. SnakeCase.All<CancelReason>()], word => Assert.Contains($"`{word}`", text, StringComparison.Ordinal));
    }
}
