using Errand.Core;

namespace Errand.Jobs.Tests.Engine;

/// <summary>A report in three parts is asked for only where it is wanted, and once more only where a session can go on.</summary>
public sealed class ReportTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Whole = "## Summary\\nx\\n**Tests:** none\\nFiles Changed:\\n- a";

    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_report_that_lacks_a_part_is_completed_in_the_same_session()
    {
        engine.Worker(Saying("Summary: x", Whole), "jsonl");

        JobReceipt receipt = await RunAsync(report: true);

        Assert.Equal((JobState.Review, 2, 0, "## Summary\nx\n**Tests:** none\nFiles Changed:\n- a"), (receipt.State, receipt.Attempt, receipt.Reworks, receipt.Claim));
        Assert.Empty(receipt.Findings);
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal(
            "Your report lacks Tests, Files Changed. Change no file; give the whole report again under the headings Summary, Tests, Files Changed.",
            await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(2).Prompt));
    }

    [Fact]
    public async Task It_is_asked_for_once_and_then_said_to_be_missing()
    {
        engine.Worker(Saying("Summary: x", "Tests: none"), "jsonl");

        JobReceipt receipt = await RunAsync(report: true);

        Assert.Equal((2, FindingKind.SummaryMissing), (receipt.Attempt, Assert.Single(receipt.Findings).Kind));
    }

    [Fact]
    public async Task A_worker_that_cannot_complete_it_has_done_its_work_all_the_same()
    {
        engine.Worker(Saying("Summary: x", Whole) + "\n[ -z \"${ERRAND_SESSION_ID:-}\" ] || exit 1", "jsonl");

        JobReceipt receipt = await RunAsync(report: true);

        Assert.Equal((JobState.Review, OutcomeKind.Changed), (receipt.State, receipt.Outcome!.Kind));
        Assert.Contains(receipt.Warnings, warning => warning.StartsWith("The worker was asked to complete its report and could not", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "Summary: x")]
    [InlineData(true, Whole)]
    [InlineData(true, "CANNOT: no network")]
    public async Task Nobody_asks_where_it_is_not_wanted_or_there_is_nothing_to_ask(bool report, string words)
    {
        engine.Worker(Saying(words, words), "jsonl");

        Assert.Equal(1, (await RunAsync(report)).Attempt);
    }

    private static string Saying(string first, string second) => $$"""
        if [ -z "${ERRAND_SESSION_ID:-}" ]; then echo work > work.txt; words='{{first}}'; else words='{{second}}'; fi
        printf '%s\n' '{"type":"session","session_id":"s-1"}' "{\"type\":\"result\",\"text\":\"$words\",\"session_id\":\"s-1\"}"
        """;

    private Task<JobReceipt> RunAsync(bool report) => engine.RunAsync(engine.Request(request => request with { Report = report }));
}
