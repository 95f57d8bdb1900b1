using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Store;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Work that another worker reads when its checks have passed.</summary>
public sealed class SecondOpinionTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Nothing = """echo '{"findings":[]}'""";
    private const string Grave = """echo 'I have read it.'; echo '{"findings":[{"severity":"low","file":null,"line":null,"sentence":"A name misleads."},{"severity":"high","file":"one.txt","line":1,"sentence":"The empty list is \"lost\"."}]}'""";

    private static readonly CheckSpec One = new("one", "test -e one.txt");
    private static readonly CheckSpec Secret = new("concealed", "grep -q x one.txt # concealed-command");

    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_grave_finding_makes_verified_work_partly_so_and_is_named()
    {
        engine.Critic(Grave);

        JobReceipt receipt = await RunAsync();

        Assert.Equal((JobState.Review, Verdict.Partly, ReviewStatus.Read), (receipt.State, receipt.Verdict, receipt.Review!.Status));
        Assert.EndsWith("""but critic objects: "The empty list is \"lost\"." in "one.txt" line 1.""", receipt.Reason, StringComparison.Ordinal);
        Assert.Equal(
            [new ReviewFinding(ReviewSeverity.High, "one.txt", 1, "The empty list is \"lost\"."), new ReviewFinding(ReviewSeverity.Low, null, null, "A name misleads.")], receipt.Review.Findings);
        Assert.Empty(receipt.Warnings);
    }

    [Fact]
    public async Task A_reviewer_is_told_task_checks_and_diff_between_marks_and_nothing_that_is_hidden()
    {
        engine.Critic(Nothing);

        JobReceipt receipt = await engine.RunAsync(Request() with { Criteria = ["Lists may be empty."], HiddenChecks = [Secret] });

        Assert.Equal((Verdict.Verified, "critic", false), (receipt.Verdict, receipt.Review!.Worker, receipt.Review.SameWorker));
        string brief = await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(1).Review.Prompt);
        string mark = brief.Split('\n').First(line => line.EndsWith(" begin task", StringComparison.Ordinal)).Split(' ')[0];
        Assert.Contains($"{mark} begin task\nDo it.\n{mark} end task\n", brief, StringComparison.Ordinal);
        Assert.Contains("Criterion: Lists may be empty.\n", brief, StringComparison.Ordinal);
        Assert.Contains($"{mark} begin checks\none: passed\n{mark} end checks\n", brief, StringComparison.Ordinal);
        Assert.Contains("+++ b/one.txt\n@@ -0,0 +1 @@\n+x\n", brief, StringComparison.Ordinal);
        Assert.DoesNotContain("concealed", brief, StringComparison.Ordinal);
        Assert.False(Directory.Exists(engine.Paths(receipt.Id).Review));
    }

    [Fact]
    public async Task A_long_diff_is_cut_at_whole_lines_and_says_what_is_missing()
    {
        engine.Worker("seq 1 40000 > one.txt; echo Done.");
        engine.Critic(Nothing);

        JobReceipt receipt = await RunAsync();

        string brief = await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(1).Review.Prompt);
        Assert.InRange(brief.Length, 100_000, 140_000);
        Assert.Matches(@"\n\+\d{5}\n[0-9a-f]{12} end diff\nLeft out: the last [\d,]+ of [\d,]+ bytes of the diff\. In all it changes 1 files, which you can read here\.\n\n[0-9a-f]{12} begin changed files\n""one\.txt""\n[0-9a-f]{12} end changed files\n", brief);
    }

    [Fact]
    public async Task One_long_line_is_cut_inside_the_line_at_a_character()
    {
        string line = string.Concat(Enumerable.Repeat("\U0001F600", 20_000));
        engine.Worker("printf '%0200000d' 0 > one.txt; echo Done.");
        engine.Critic(Nothing);

        JobReceipt receipt = await engine.RunAsync(Request() with { Task = $"Do:\nx{line}" });

        string brief = await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(1).Review.Prompt);
        Assert.Matches(@"begin task\nDo:\nx(\ud83d\ude00){16381}\n[0-9a-f]{12} end task\nLeft out: the last 7,238 of 40,005 characters of the task\.\n", brief);
        Assert.Contains(new string('0', 100_000), brief, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo Looks good to me!", ReviewStatus.Unreadable, "critic was asked twice and did not answer in the form that was asked for.")]
    [InlineData("echo 'no money' >&2; exit 3", ReviewStatus.Failed, "no money")]
    [InlineData("echo x > ../../workspace/a.txt; echo '{\"findings\":[]}'", ReviewStatus.Failed, "critic was only to read and changed files in the workspace")]
    public async Task Without_a_readable_answer_the_work_stands_unread_and_is_not_applied_unasked(string script, ReviewStatus status, string reason)
    {
        engine.Critic(script);

        JobReceipt receipt = await engine.RunAsync(Request() with { Apply = ApplyMode.Auto });

        Assert.Equal((JobState.Review, Verdict.Verified, status), (receipt.State, receipt.Verdict, receipt.Review!.Status));
        Assert.Contains(reason, receipt.Review.Reason, StringComparison.Ordinal);
        Assert.StartsWith("No second opinion: ", Assert.Single(receipt.Warnings), StringComparison.Ordinal);
        Assert.Equal("The work is verified but not applied: a second opinion was asked for, and there is none.", receipt.Reason);
        Assert.Empty(receipt.Review.Findings);
    }

    [Theory]
    [InlineData("exit 3", null, ReviewStatus.Read)]
    [InlineData("exit 0", "The budget is used up.", ReviewStatus.Read)]
    [InlineData("echo x > ../../workspace/a.txt", null, ReviewStatus.Failed)]
    public async Task A_grave_finding_that_was_read_counts_however_the_review_ended(string end, string? refusal, ReviewStatus status)
    {
        engine.Critic($"{Grave}; {end}", model: "fast");
        engine.Models.ReviewRefusal = refusal is null ? null : new BudgetStop(IsJobs: true, refusal);

        JobReceipt receipt = await RunAsync();

        Assert.Equal((JobState.Review, Verdict.Partly, status, 2), (receipt.State, receipt.Verdict, receipt.Review!.Status, receipt.Review.Findings.Count));
    }

    [Fact]
    public async Task What_a_reviewer_used_is_booked_when_it_cannot_be_asked_again()
    {
        string prompt = engine.Paths(new JobId(1)).Attempt(1).Review.Prompt;
        engine.Critic($"rm '{prompt}'; mkdir '{prompt}'; " + """echo '{"type":"result","text":"Fine.","usage":{"input_tokens":1000,"output_tokens":20}}'""", output: "jsonl");

        JobReceipt receipt = await RunAsync();

        Assert.Equal((ReviewStatus.Failed, new ModelUsage(1000, 0, 20)), (receipt.Review!.Status, receipt.Usage));
        Assert.Single(engine.Models.Reviews);
    }

    [Fact]
    public async Task A_reviewer_is_held_to_the_default_budget_where_the_jobs_own_worker_has_none()
    {
        engine.Critic(Nothing, model: "fast");
        engine.Models.DefaultBudget = new Budget(Calls: 7);

        await RunAsync();

        Assert.Equal(new Budget(Calls: 7), Assert.Single(engine.Models.Sessions).Budget);
    }

    [Fact]
    public async Task An_answer_in_another_form_is_asked_for_once_more()
    {
        engine.Critic($"if [ -e ../asked ]; then {Nothing}; else : > ../asked; echo 'All is well.'; fi");

        JobReceipt receipt = await RunAsync();

        Assert.Equal((Verdict.Verified, ReviewStatus.Read), (receipt.Verdict, receipt.Review!.Status));
        Assert.Equal("All is well.\n{\"findings\":[]}\n", await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(1).Review.WorkerLog));
    }

    [Fact]
    public async Task The_jobs_own_worker_may_read_where_it_is_named_and_that_is_said()
    {
        engine.Worker("case $ERRAND_MODE in read) echo '{\"findings\":[]}';; *) echo x > one.txt; echo Done.;; esac");
        engine.ReviewBy("sh");

        JobReceipt receipt = await RunAsync();

        Assert.Equal(("sh", true, ReviewStatus.Read), (receipt.Review!.Worker, receipt.Review.SameWorker, receipt.Review.Status));
        Assert.Equal(["The second opinion is of sh itself: no other worker could be asked."], receipt.Warnings);
    }

    [Fact]
    public async Task A_worker_of_another_kind_is_asked_first_and_one_that_is_not_there_gives_way()
    {
        engine.AddWorker(new WorkerSpec { Name = "codex", Driver = "codex", Command = ["/nonexistent/codex"] });
        engine.AddWorker(new WorkerSpec { Name = "claude", Driver = "claude", Command = ["/nonexistent/claude"] });

        JobReceipt receipt = await RunAsync();

        Assert.Equal(["claude", "codex"], Journal(receipt.Id).OfType<ReviewStarted>().Select(started => started.Worker));
        Assert.Equal(("codex", false, ReviewStatus.Failed), (receipt.Review!.Worker, receipt.Review.SameWorker, receipt.Review.Status));
    }

    [Fact]
    public async Task A_command_that_nobody_named_is_no_reviewer_and_a_job_without_one_is_refused_at_its_start()
    {
        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.StartAsync(Request()));

        Assert.Equal(ErrorCatalog.InvalidArgument, fault.Error);
        Assert.Contains("worker 'sh' is a command that need not understand what a reviewer is asked", fault.Message, StringComparison.Ordinal);
        Assert.Contains("review.worker", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_work_is_not_read()
    {
        engine.Worker("echo y > two.txt; echo Done.");
        engine.Critic(Grave);

        JobReceipt receipt = await RunAsync();

        Assert.Equal(Verdict.Failed, receipt.Verdict);
        Assert.Null(receipt.Review);
    }

    [Fact]
    public async Task Grave_findings_go_back_to_the_worker_as_often_as_there_are_rounds()
    {
        engine.Worker("echo x >> one.txt; echo Done.");
        engine.Critic(Grave);

        JobReceipt receipt = await engine.RunAsync(Request() with { Revise = 3 });

        Assert.Equal((JobState.Review, Verdict.Partly, 2, 1), (receipt.State, receipt.Verdict, receipt.Attempt, receipt.Reworks));
        string brief = await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(2).Prompt);
        Assert.Contains("A reviewer says (high): one.txt:1: \"The empty list is \\\"lost\\\".\"\n", brief, StringComparison.Ordinal);
        Assert.DoesNotContain("A name misleads", brief, StringComparison.Ordinal);
        DecisionMade revised = Assert.Single(Journal(receipt.Id).OfType<DecisionMade>());
        Assert.Equal(("revise", "The empty list is \"lost\"."), (revised.Action, Assert.Single(revised.Items)));
    }

    [Fact]
    public async Task Work_that_was_mended_is_read_again_and_can_be_verified()
    {
        engine.Worker("echo x >> one.txt; echo Done.");
        engine.Critic($"if [ $(wc -l < one.txt) = 1 ]; then {Grave}; else {Nothing}; fi");

        JobReceipt receipt = await engine.RunAsync(Request() with { Revise = 1 });

        Assert.Equal((Verdict.Verified, 2), (receipt.Verdict, receipt.Attempt));
        Assert.Empty(receipt.Review!.Findings);
        Assert.Equal(2, Journal(receipt.Id).OfType<WorkReviewed>().Count());
    }

    [Fact]
    public async Task A_host_can_send_work_back_with_a_reviewers_findings_alone()
    {
        engine.Critic(Grave);
        JobReceipt receipt = await RunAsync();

        await engine.Service.ReworkAsync(receipt.Id, [], "test", CancellationToken.None);

        Assert.Equal(2, (await engine.SettledAsync(receipt.Id)).Attempt);
    }

    [Fact]
    public async Task Matters_of_taste_alone_are_nothing_to_send_work_back_with()
    {
        engine.Critic("""echo '{"findings":[{"severity":"low","file":null,"line":null,"sentence":"A name misleads."}]}'""");
        JobReceipt receipt = await RunAsync();

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.ReworkAsync(receipt.Id, [], "test", CancellationToken.None));

        Assert.Equal(ErrorCatalog.InvalidArgument, fault.Error);
    }

    [Fact]
    public async Task What_a_reviewer_used_is_the_jobs_and_stands_in_the_ledger_as_a_review()
    {
        engine.Worker("""echo x > one.txt; echo '{"type":"result","text":"Done.","usage":{"input_tokens":100,"output_tokens":10}}'""", output: "jsonl");
        engine.Critic("""echo '{"type":"result","text":"{\"findings\":[]}","usage":{"input_tokens":1000,"output_tokens":20}}'""", output: "jsonl", model: "wise");

        JobReceipt receipt = await RunAsync();

        Assert.Equal(new ModelUsage(1100, 0, 30), receipt.Usage);
        EndedReview booked = Assert.Single(engine.Models.Reviews);
        Assert.Equal(("critic", 1, 1, "wise", new ModelUsage(1000, 0, 20)), (booked.Spec.Worker.Name, booked.Attempt, booked.Review, booked.Model, booked.Usage.Tokens));
        Assert.Equal(new ModelUsage(100, 0, 10), Assert.Single(engine.Models.Recorded).OwnUsage!.Tokens);
    }

    [Fact]
    public async Task A_reviewer_spends_the_jobs_budget_and_one_that_has_no_room_left_blocks_nothing()
    {
        engine.Worker("echo x > one.txt; echo Done.", model: "metered");
        engine.Critic(Nothing, model: "fast");
        engine.Models.ReviewRefusal = new BudgetStop(IsJobs: true, "The budget of job j1, 200k tokens, is used up.");

        JobReceipt receipt = await engine.RunAsync(Request() with { Budget = new Budget { Tokens = 200_000 } });

        Assert.Equal((JobState.Review, Verdict.Verified, ReviewStatus.Failed), (receipt.State, receipt.Verdict, receipt.Review!.Status));
        Assert.Equal(["No second opinion: The budget of job j1, 200k tokens, is used up."], receipt.Warnings);
        ModelSessionRequest session = engine.Models.Sessions.Last();
        Assert.Equal(("critic", 1, 200_000), (session.Spec.Worker.Name, session.Review, session.Budget.Tokens));
    }

    [Fact]
    public async Task A_reviewer_whose_calls_nobody_counts_is_refused_for_a_job_with_a_budget()
    {
        engine.Worker("echo x > one.txt; echo Done.", model: "metered");
        engine.Critic(Nothing);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.StartAsync(Request() with { Budget = new Budget { Tokens = 200_000 } }));

        Assert.Equal(ErrorCatalog.InvalidArgument, fault.Error);
        Assert.Contains("'critic' calls its model by itself", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_story_tells_who_was_asked_and_what_was_found()
    {
        engine.Critic(Grave);

        JobReceipt receipt = await RunAsync();

        string story = string.Join('\n', engine.Service.ReadTimeline(receipt.Id));
        Assert.Contains("critic was asked for a second opinion.", story, StringComparison.Ordinal);
        Assert.Contains("critic found: high in \"one.txt\" line 1: ", story, StringComparison.Ordinal);
    }

    private JobRequest Request()
    {
        if (!File.ReadAllText(engine.Repository["worker.sh"]).Contains("echo", StringComparison.Ordinal))
            engine.Worker("echo x > one.txt; echo Done.");
        return engine.Request(request => request with { Checks = [One], Review = true });
    }

    private Task<JobReceipt> RunAsync() => engine.RunAsync(Request());

    private IReadOnlyList<JournalEntry> Journal(JobId id) => JournalReader.Read(engine.Paths(id).Journal).Entries;
}
