using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers.Codex;

public sealed class CodexOutputTests
{
    private const string Thread = """{"type":"thread.started","thread_id":"t-1"}""";
    private const string Turn = """{"type":"turn.started"}""";
    private const string Completed = """{"type":"turn.completed","usage":{"input_tokens":300,"cached_input_tokens":150,"cache_write_input_tokens":0,"output_tokens":60,"reasoning_output_tokens":15}}""";

    [Fact]
    public void A_finished_run_has_its_last_message_session_and_usage()
    {
        WorkerOutcome outcome = Start().Out(Thread, Turn, Message("First I look."), Message("Done."), Completed).Exit(0);

        Assert.Equal((null, "", "Done.", "t-1", "gpt"), (outcome.Failure, outcome.Sentence, outcome.Claim, outcome.SessionId, outcome.Model));
        Assert.Equal((new ModelUsage(300, 150, 60), new ModelUsage(300, 150, 60)), (outcome.Usage, outcome.SessionUsage));
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void The_usage_of_a_resumed_session_is_less_what_it_had_used_before()
    {
        WorkerOutcome outcome = Start("t-1", new ModelUsage(100, 50, 20)).Out(Thread, Turn, Message("Done."), Completed).Exit(0);

        Assert.Equal((new ModelUsage(200, 100, 40), new ModelUsage(300, 150, 60)), (outcome.Usage, outcome.SessionUsage));
    }

    [Theory]
    [InlineData("t-1", 5_000)]
    [InlineData(null, 100)]
    public void Usage_that_does_not_count_the_whole_session_is_taken_as_it_is(string? sessionId, int prior) =>
        Assert.Equal(new ModelUsage(300, 150, 60), Start(sessionId, new ModelUsage(prior, 0, 0)).Out(Thread, Turn, Message("Done."), Completed).Exit(0).Usage);

    [Fact]
    public void Items_become_events()
    {
        WorkerRun run = Start().Out(
            Thread,
            Item("reasoning", "\"text\":\"hm\""),
            Item("command_execution", "\"command\":\"/bin/bash -c 'wc -l a.txt'\",\"aggregated_output\":\"\",\"exit_code\":null,\"status\":\"in_progress\"", "item.started"),
            Item("command_execution", "\"command\":\"/bin/bash -c 'wc -l a.txt'\",\"aggregated_output\":\"3 a.txt\\n\",\"exit_code\":0,\"status\":\"completed\""),
            Item("file_change", "\"changes\":[{\"path\":\"/w/a.txt\",\"kind\":\"update\"},{\"path\":\"/w/new.txt\",\"kind\":\"add\"}],\"status\":\"completed\""),
            Item("mcp_tool_call", "\"server\":\"lab\",\"tool\":\"echo\",\"status\":\"failed\""),
            Item("collab_tool_call", "\"tool\":\"spawn\",\"status\":\"completed\""),
            Item("todo_list", "\"items\":[]"),
            Message("Done."));

        Assert.Equal(
            [
                (WorkerEventKind.Session, null), (WorkerEventKind.Reasoning, "hm"), (WorkerEventKind.ToolStarted, "/bin/bash -c 'wc -l a.txt'"),
                (WorkerEventKind.ToolEnded, "exit code 0: 3 a.txt\n"), (WorkerEventKind.ToolEnded, "update /w/a.txt, add /w/new.txt"),
                (WorkerEventKind.ToolEnded, "lab echo: failed"), (WorkerEventKind.ToolEnded, "spawn: completed"), (WorkerEventKind.Other, "todo_list"), (WorkerEventKind.Message, "Done."),
            ],
            run.Events.Select(entry => (entry.Kind, entry.Text)));
    }

    [Fact]
    public void A_command_that_never_ended_and_an_unknown_model_are_no_failures()
    {
        WorkerOutcome outcome = Start().Out(
            Thread,
            Item("error", "\"message\":\"Model metadata for `deepseek-chat` not found. Defaulting to fallback metadata; this can degrade performance.\""),
            Turn,
            Item("command_execution", "\"command\":\"sleep 100\",\"status\":\"in_progress\"", "item.started"),
            Message("Done."),
            Completed).Exit(0);

        Assert.Null(outcome.Failure);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void Other_errors_among_the_items_are_warnings_said_once()
    {
        string item = Item("error", "\"message\":\"Codex is ignoring 1 unrecognized configuration setting\"");

        WorkerOutcome outcome = Start().Out(Thread, item, item, Turn, Message("Done."), Completed).Exit(0);

        Assert.Null(outcome.Failure);
        Assert.Equal(["The worker warned: \"Codex is ignoring 1 unrecognized configuration setting\""], outcome.Warnings);
    }

    [Fact]
    public void A_reconnect_is_no_progress_and_not_fatal()
    {
        WorkerRun run = Start().Out(Thread, Turn, Reconnect("1/5 (unexpected status 500 Internal Server Error: x, url: http://127.0.0.1:9/v1/responses)"), Item("error", "\"message\":\"Reconnecting... 2/5 (x)\""));

        Assert.All(run.Events.Skip(2), entry => Assert.Equal((WorkerEventKind.Retry, false, null), (entry.Kind, entry.IsProgress, entry.GiveUp)));
        Assert.Null(run.Out(Message("partial"), Message("Done."), Completed).Exit(0).Failure);
    }

    [Theory]
    [InlineData("waiting for network (Connection failed: error sending request)", BlockedClass.Network)]
    [InlineData("1/5 (exceeded retry limit, last status: 429 Too Many Requests)", BlockedClass.Quota)]
    [InlineData("1/5 (unexpected status 401 Unauthorized: bad key, url: x)", BlockedClass.Auth)]
    [InlineData("1/5 (something new)", BlockedClass.Network)]
    public void Reconnects_without_end_are_given_up_with_the_class_of_their_reason(string reason, BlockedClass expected)
    {
        WorkerRun run = Start().Out(Thread, Turn).Out([.. Enumerable.Repeat(Reconnect(reason), 7)]);
        Assert.All(run.Events, entry => Assert.Null(entry.GiveUp));

        run.Out(Reconnect(reason));

        Assert.Equal(expected, run.Events[^1].GiveUp);
        WorkerOutcome outcome = run.Exit(1, StopReason.GivenUp);
        Assert.Equal(expected, outcome.Failure);
        Assert.Contains(reason, outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_between_reconnects_starts_the_count_again()
    {
        WorkerRun run = Start().Out(Thread, Turn);
        for (int round = 0; round < 5; round++)
            run.Out([.. Enumerable.Repeat(Reconnect("5/5 (x)"), 5)]).Out(Message($"part {round}"));

        Assert.All(run.Events, entry => Assert.Null(entry.GiveUp));
    }

    [Fact]
    public void A_quiet_wait_for_the_quota_is_not_called_a_stall()
    {
        WorkerOutcome outcome = Start().Out(Thread, Turn, Reconnect("1/5 (exceeded retry limit, last status: 429 Too Many Requests)")).Exit(1, StopReason.Stalled);

        Assert.Equal(BlockedClass.Quota, outcome.Failure);
        Assert.Equal(BlockedClass.Stalled, Start().Out(Thread, Turn).Exit(1, StopReason.Stalled).Failure);
    }

    [Theory]
    [InlineData("exceeded retry limit, last status: 429 Too Many Requests", BlockedClass.Quota)]
    [InlineData("unexpected status 402 Payment Required: pay, url: http://127.0.0.1:9/v1/responses", BlockedClass.Quota)]
    [InlineData("Quota exceeded. Check your plan and billing details.", BlockedClass.Quota)]
    [InlineData("You’ve hit your usage limit. Upgrade to Pro or try again at Mar 17th.", BlockedClass.Quota)]
    [InlineData("unexpected status 401 Unauthorized: bad key, url: http://127.0.0.1:9/v1/responses", BlockedClass.Auth)]
    [InlineData("unexpected status 403 Forbidden: no, url: http://127.0.0.1:9/v1/responses", BlockedClass.Auth)]
    [InlineData("Missing environment variable: `ERRAND_MODEL_KEY`.", BlockedClass.Auth)]
    [InlineData("unexpected status 404 Not Found: no model foo, url: http://127.0.0.1:9/v1/responses", BlockedClass.WorkerFailed)]
    [InlineData("{\"error\":{\"message\":\"bad request\"}}", BlockedClass.WorkerFailed)]
    [InlineData("Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.", BlockedClass.WorkerFailed)]
    [InlineData("We're currently experiencing high demand, which may cause temporary errors.", BlockedClass.Network)]
    [InlineData("Selected model is at capacity. Please try a different model.", BlockedClass.Network)]
    [InlineData("stream disconnected before completion: error sending request", BlockedClass.Network)]
    [InlineData("Connection failed: error sending request", BlockedClass.Network)]
    [InlineData("", BlockedClass.WorkerFailed)]
    public void A_failed_turn_has_the_class_of_its_message(string message, BlockedClass expected)
    {
        string text = System.Text.Json.JsonSerializer.Serialize(message);
        WorkerOutcome outcome = Start().Out(Thread, Turn, Message("I begin."), $$"""{"type":"error","message":{{text}}}""", $$"""{"type":"turn.failed","error":{"message":{{text}} } }""").Exit(1);

        Assert.Equal((expected, "I begin.", "t-1"), (outcome.Failure, outcome.Claim, outcome.SessionId));
        Assert.Contains(message.Length == 0 ? "" : Escaping.Quote(message.TrimEnd('.')), outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_its_end_is_no_result_although_the_exit_code_is_0() =>
        Assert.Equal(BlockedClass.NoResult, Start().Out(Thread, Turn, Message("Done.")).Exit(0).Failure);

    [Fact]
    public void A_completed_turn_does_not_excuse_an_exit_code() =>
        Assert.Equal(BlockedClass.WorkerFailed, Start().Out(Thread, Turn, Message("Done."), Completed).Exit(1).Failure);

    [Fact]
    public void An_empty_answer_is_a_success_with_a_warning()
    {
        WorkerOutcome outcome = Start().Out(Thread, Turn, Completed).Exit(0);

        Assert.Equal((null, null), (outcome.Failure, outcome.Claim));
        Assert.Equal(["The worker gave no final answer."], outcome.Warnings);
    }

    [Fact]
    public void A_session_that_is_gone_cannot_be_continued()
    {
        WorkerOutcome outcome = Start("t-0")
            .Error("Reading additional input from stdin...", "Error: thread/resume: thread/resume failed: no rollout found for thread id t-0 (code -32600)")
            .Exit(1);

        Assert.Equal((BlockedClass.WorkerFailed, null), (outcome.Failure, outcome.SessionId));
        Assert.Contains("no rollout found for thread id t-0", outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_command_line_is_told_by_the_line_that_says_error()
    {
        WorkerOutcome outcome = Start("t-0").Error("error: unexpected argument '--nonsense' found", "  tip: to pass it as a value, use '-- --nonsense'", "For more information, try '--help'.").Exit(2);

        Assert.Equal("Worker 'w' failed: exit code 2, \"error: unexpected argument '--nonsense' found\". Look at its log, then retry.", outcome.Sentence);
        Assert.Equal("t-0", outcome.SessionId);
    }

    [Fact]
    public void An_interrupt_leaves_nothing_but_the_session()
    {
        WorkerOutcome outcome = Start().Out(Thread, Turn).Exit(1, StopReason.Cancelled);

        Assert.Equal((BlockedClass.NoResult, "t-1", null), (outcome.Failure, outcome.SessionId, outcome.Usage));
        Assert.Equal((BlockedClass.Timeout, "t-1"), (Start().Out(Thread).Killed(9, StopReason.Timeout).Failure, Start().Out(Thread).Killed(9).SessionId));
        Assert.Contains("signal 15 ended it", Start().Out(Thread, Turn).Killed(15).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sandbox_in_which_no_command_ever_ran_is_given_up()
    {
        string broken = Item("command_execution", "\"command\":\"ls\",\"aggregated_output\":\"bwrap: Creating new namespace failed: nesting depth exceeded\\n\",\"exit_code\":1,\"status\":\"failed\"");

        WorkerRun run = Start().Out(Thread, Turn, broken);
        Assert.Null(run.Events[^1].GiveUp);
        run.Out(broken);

        Assert.Equal(BlockedClass.Sandbox, run.Events[^1].GiveUp);
        WorkerOutcome outcome = run.Exit(1, StopReason.GivenUp);
        Assert.Equal(
            (BlockedClass.Sandbox, "The sandbox of worker 'w' does not work here: \"bwrap: Creating new namespace failed: nesting depth exceeded\". Run `errand doctor`, or choose another worker."),
            (outcome.Failure, outcome.Sentence));
    }

    [Fact]
    public void A_command_that_uses_the_same_program_itself_is_only_a_warning()
    {
        string own = Item("command_execution", "\"command\":\"bwrap\",\"aggregated_output\":\"bwrap: no command\\n\",\"exit_code\":1,\"status\":\"failed\"");
        string good = Item("command_execution", "\"command\":\"ls\",\"aggregated_output\":\"a\\n\",\"exit_code\":0,\"status\":\"completed\"");

        WorkerRun run = Start().Out(Thread, Turn, good, own, own, own, Message("Done."), Completed);

        Assert.All(run.Events, entry => Assert.Null(entry.GiveUp));
        Assert.Equal(["The worker warned: \"bwrap: no command\""], run.Exit(0).Warnings);
    }

    [Theory]
    [InlineData("WARNING: proceeding, even though we could not create PATH aliases: Refusing to create helper binaries under temporary dir \"/tmp\"")]
    [InlineData("2026-01-01 ERROR patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings")]
    public void What_its_log_says_of_the_sandbox_is_a_warning(string line)
    {
        WorkerRun run = Start().Out(Thread, Turn).Error("Reading additional input from stdin...", line).Out(Message("Done."), Completed);

        Assert.Equal((WorkerEventKind.Warning, false), (run.Events[3].Kind, run.Events[3].IsProgress));
        WorkerOutcome outcome = run.Exit(0);
        Assert.Null(outcome.Failure);
        Assert.Equal([$"The worker warned: {Escaping.Quote(line)}"], outcome.Warnings);
    }

    [Fact]
    public void A_final_message_that_is_too_long_to_be_read_is_said_to_be_so()
    {
        WorkerOutcome outcome = Start()
            .Out(Thread, Turn, Message("I begin."))
            .Truncated("""{"type":"item.completed","item":{"id":"item_2","type":"command_execution","command":"cat","aggregated_output":"\"agent_message\" xxxx""")
            .Truncated("""{"type":"item.completed","item":{"id":"item_3","type":"agent_message","text":"xxxx""")
            .Out(Completed)
            .Exit(0);

        Assert.Equal((null, null), (outcome.Failure, outcome.Claim));
        Assert.Equal(["The worker's final answer is too long to be read."], outcome.Warnings);
    }

    private static string Message(string text) => Item("agent_message", $"\"text\":\"{text}\"");

    private static string Reconnect(string rest) => $$"""{"type":"error","message":"Reconnecting... {{rest}}"}""";

    private static string Item(string type, string members, string line = "item.completed") => $$$"""{"type":"{{{line}}}","item":{"id":"item_1","type":"{{{type}}}",{{{members}}}}}""";

    private static WorkerRun Start(string? sessionId = null, ModelUsage? prior = null)
    {
        var worker = new WorkerSpec { Name = "w", Driver = "codex", Model = "gpt" };
        return WorkerRun.Start(worker, new WorkerPrompt("task", sessionId, prior ?? ModelUsage.None));
    }
}
