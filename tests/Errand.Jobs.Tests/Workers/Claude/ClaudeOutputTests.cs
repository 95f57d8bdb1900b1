using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers.Claude;

public sealed class ClaudeOutputTests
{
    private const string Init = """{"type":"system","subtype":"init","cwd":"/w","session_id":"s-1","tools":["Bash"],"model":"deepseek-chat","permissionMode":"acceptEdits"}""";

    private const string Answer = """{"type":"assistant","message":{"model":"deepseek-v3","content":[{"type":"text","text":"I have done it."}],"stop_reason":null,"usage":{"input_tokens":999,"output_tokens":1}},"parent_tool_use_id":null,"session_id":"s-1"}""";

    private const string Success = """{"type":"result","subtype":"success","is_error":false,"api_error_status":null,"num_turns":2,"result":"Done.","stop_reason":"end_turn","session_id":"s-1","total_cost_usd":0.02,"usage":{"input_tokens":10,"cache_creation_input_tokens":1,"cache_read_input_tokens":5,"output_tokens":2},"modelUsage":{"deepseek-chat":{"inputTokens":100,"outputTokens":20,"cacheReadInputTokens":50,"cacheCreationInputTokens":7},"haiku":{"inputTokens":10,"outputTokens":2,"cacheReadInputTokens":0,"cacheCreationInputTokens":0}},"permission_denials":[],"terminal_reason":"completed"}""";

    [Fact]
    public void A_finished_run_has_its_answer_session_model_and_usage()
    {
        WorkerOutcome outcome = Start().Out(Init, Answer, Success).Exit(0);

        Assert.Equal(
            new WorkerOutcome(null, "", "Done.", "s-1", "deepseek-v3", new ModelUsage(167, 50, 22), new ModelUsage(167, 50, 22), []) with { Warnings = outcome.Warnings },
            outcome);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void A_resumed_session_counts_what_it_had_used_before()
    {
        WorkerOutcome outcome = Start("s-1", new ModelUsage(1_000, 500, 100)).Out(Init, Success).Exit(0);

        Assert.Equal((new ModelUsage(167, 50, 22), new ModelUsage(1_167, 550, 122)), (outcome.Usage, outcome.SessionUsage));
    }

    [Theory]
    [InlineData(400, "unknown", BlockedClass.WorkerFailed)]
    [InlineData(400, "invalid_request", BlockedClass.WorkerFailed)]
    [InlineData(401, "authentication_failed", BlockedClass.Auth)]
    [InlineData(402, "billing_error", BlockedClass.Quota)]
    [InlineData(402, "unknown", BlockedClass.Quota)]
    [InlineData(403, "authentication_failed", BlockedClass.Auth)]
    [InlineData(404, "model_not_found", BlockedClass.WorkerFailed)]
    [InlineData(429, "rate_limit", BlockedClass.Quota)]
    [InlineData(500, "server_error", BlockedClass.Network)]
    [InlineData(529, "server_error", BlockedClass.Network)]
    [InlineData(null, "server_error", BlockedClass.Network)]
    public void An_error_of_the_endpoint_has_its_class_although_the_result_says_success(int? status, string error, BlockedClass expected)
    {
        string code = status?.ToString() ?? "null";
        WorkerOutcome outcome = Start()
            .Out(
                Init,
                $$"""{"type":"assistant","message":{"model":"<synthetic>","content":[{"type":"text","text":"API Error: {{code}} nope"}],"stop_reason":"stop_sequence" },"error":"{{error}}"}""",
                $$"""{"type":"result","subtype":"success","is_error":true,"api_error_status":{{code}},"result":"API Error: {{code}} nope.","stop_reason":"stop_sequence","modelUsage":{ } }""")
            .Exit(1);

        Assert.Equal((expected, null, "s-1"), (outcome.Failure, outcome.Claim, outcome.SessionId));
        Assert.Contains($"'w'", outcome.Sentence, StringComparison.Ordinal);
        Assert.Contains($": \"API Error: {code} nope\". ", outcome.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"api_error_status":400,"terminal_reason":"prompt_too_long","result":"Prompt is too long","stop_reason":"stop_sequence"}""", BlockedClass.WorkerFailed, "Prompt is too long")]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"result":"API Error: unable to respond","stop_reason":"refusal"}""", BlockedClass.WorkerFailed, "unable to respond")]
    [InlineData("""{"type":"result","subtype":"error_max_turns","is_error":true,"terminal_reason":"max_turns","errors":["Reached maximum number of turns (2)"]}""", BlockedClass.WorkerFailed, "Reached maximum number of turns (2)")]
    [InlineData("""{"type":"result","subtype":"error_max_budget_usd","is_error":true,"errors":["Budget of $1 exceeded"]}""", BlockedClass.Budget, "Budget of $1 exceeded")]
    [InlineData("""{"type":"result","subtype":"error_max_structured_output_retries","is_error":true}""", BlockedClass.WorkerFailed, "error_max_structured_output_retries")]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"result":"Not logged in · Please run /login","stop_reason":"stop_sequence"}""", BlockedClass.WorkerFailed, "Not logged in · Please run /login")]
    public void A_result_that_is_an_error_is_no_success(string result, BlockedClass expected, string words)
    {
        WorkerOutcome outcome = Start().Out(Init, result).Exit(1);

        Assert.Equal(expected, outcome.Failure);
        Assert.Contains(words, outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_login_is_an_auth_failure_by_the_kind_of_its_message() => Assert.Equal(
        BlockedClass.Auth,
        Start().Out(
            Init,
            """{"type":"assistant","message":{"model":"<synthetic>","content":[{"type":"text","text":"Not logged in"}]},"error":"authentication_failed"}""",
            """{"type":"result","subtype":"success","is_error":true,"result":"Not logged in","stop_reason":"stop_sequence"}""").Exit(1).Failure);

    [Fact]
    public void An_answer_that_was_torn_is_no_result_although_the_exit_code_is_0()
    {
        WorkerOutcome outcome = Start().Out(Init, Answer, """{"type":"result","subtype":"success","is_error":false,"result":"par","stop_reason":null,"total_cost_usd":0}""").Exit(0);

        Assert.Equal((BlockedClass.NoResult, "par"), (outcome.Failure, outcome.Claim));
        Assert.Equal("Worker 'w' ended without a result: the model's answer was cut off, \"par\". Look at its log, then retry.", outcome.Sentence);
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"success","result":"x","stop_reason":"end_turn"}""", 0)]
    [InlineData("""{"type":"result","subtype":"success","is_error":"false","result":"x","stop_reason":"end_turn"}""", 0)]
    [InlineData("""{"type":"result","subtype":"success","is_error":false,"result":"x","stop_reason":"end_turn"}""", 1)]
    public void Each_part_of_the_success_rule_is_needed(string result, int exitCode) => Assert.NotNull(Start().Out(Init, result).Exit(exitCode).Failure);

    [Fact]
    public void Denied_tool_calls_are_a_warning()
    {
        string result = Success.Replace(
            "\"permission_denials\":[]",
            """ "permission_denials":[{"tool_name":"Edit","tool_input":{"file_path":"/etc/passwd"}},{"tool_name":"Bash","tool_input":{"command":"curl x"}},{"tool_name":7}]""",
            StringComparison.Ordinal);

        WorkerOutcome outcome = Start().Out(Init, result).Exit(0);

        Assert.Null(outcome.Failure);
        Assert.Equal(["3 tool calls were not permitted: 'Edit: /etc/passwd', 'Bash: curl x', 'tool'."], outcome.Warnings);
    }

    [Fact]
    public void A_session_that_is_gone_cannot_be_continued()
    {
        WorkerOutcome outcome = Start("s-0")
            .Out("""{"type":"result","subtype":"error_during_execution","is_error":true,"stop_reason":null,"errors":["No conversation found with session ID: s-0"]}""")
            .Error("No conversation found with session ID: s-0")
            .Exit(1);

        Assert.Equal((BlockedClass.WorkerFailed, null), (outcome.Failure, outcome.SessionId));
        Assert.Contains("No conversation found with session ID: s-0", outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_outlives_a_start_that_failed_for_another_reason() =>
        Assert.Equal("s-0", Start("s-0").Error("Error: --effort must be one of low, high").Exit(1).SessionId);

    [Fact]
    public void A_refused_command_line_is_told_by_the_line_that_says_error()
    {
        WorkerOutcome outcome = Start().Error("12 | minified code", "error: unknown option '--nonsense'", "      at main (cli.js:1:2)", "Bun v1.4.0").Exit(1);

        Assert.Equal((BlockedClass.WorkerFailed, "Worker 'w' failed: exit code 1, \"error: unknown option '--nonsense'\". Look at its log, then retry."), (outcome.Failure, outcome.Sentence));
    }

    [Fact]
    public void A_refused_key_is_given_up_at_once_instead_of_after_ten_tries()
    {
        WorkerRun run = Start().Out(Init, Retry("authentication_failed", 401, 600));

        Assert.Equal((WorkerEventKind.Retry, false, BlockedClass.Auth), (run.Events[^1].Kind, run.Events[^1].IsProgress, run.Events[^1].GiveUp));
        WorkerOutcome outcome = run.Exit(0, StopReason.GivenUp);
        Assert.Equal(BlockedClass.Auth, outcome.Failure);
        Assert.Equal(
            "The model endpoint refused the credentials of worker 'w': status 401, \"authentication_failed\". Check its key or login, then retry.", outcome.Sentence);
    }

    [Theory]
    [InlineData("rate_limit", 429, 1_000)]
    [InlineData("server_error", 500, 30_000)]
    [InlineData("overloaded", 529, 600)]
    [InlineData("unknown", null, 600)]
    public void A_retry_is_no_progress_but_no_end_either(string error, int? status, int delay)
    {
        WorkerRun run = Start().Out(Init, Retry(error, status, delay));

        Assert.Equal((WorkerEventKind.Retry, false, null), (run.Events[^1].Kind, run.Events[^1].IsProgress, run.Events[^1].GiveUp));
        Assert.Null(run.Out(Answer, Success).Exit(0).Failure);
    }

    [Theory]
    [InlineData("rate_limit", 429, 3_600_000, BlockedClass.Quota)]
    [InlineData("billing_error", 402, 600, BlockedClass.Quota)]
    public void A_wait_that_is_longer_than_a_slot_is_worth_is_given_up(string error, int status, int delay, BlockedClass expected) =>
        Assert.Equal(expected, Start().Out(Init, Retry(error, status, delay)).Events[^1].GiveUp);

    [Fact]
    public void Silence_while_the_endpoint_refuses_has_the_class_of_the_refusal()
    {
        Assert.Equal(BlockedClass.Quota, Start().Out(Init, Retry("rate_limit", 429, 1_000)).Exit(0, StopReason.Stalled).Failure);
        Assert.Equal(BlockedClass.Stalled, Start().Out(Init, Retry("rate_limit", 429, 1_000), Answer).Exit(0, StopReason.Stalled).Failure);
    }

    [Fact]
    public void Another_model_that_went_on_is_a_warning() => Assert.Equal(
        ["The worker warned: \"The model a failed; b went on.\""],
        Start().Out(Init, """{"type":"system","subtype":"model_fallback","trigger":"overloaded","original_model":"a","fallback_model":"b"}""", Success).Exit(0).Warnings);

    [Fact]
    public void A_message_before_every_request_is_no_progress() =>
        Assert.False(Start().Out("""{"type":"system","subtype":"status","status":"requesting"}""").Events[0].IsProgress);

    [Theory]
    [InlineData(0, StopReason.Cancelled, BlockedClass.NoResult)]
    [InlineData(0, StopReason.Timeout, BlockedClass.Timeout)]
    [InlineData(0, StopReason.Stalled, BlockedClass.Stalled)]
    [InlineData(1, StopReason.GivenUp, BlockedClass.WorkerFailed)]
    public void An_end_by_our_hand_has_the_class_of_its_reason(int exitCode, StopReason reason, BlockedClass expected) =>
        Assert.Equal(expected, Start().Out(Init).Exit(exitCode, reason).Failure);

    [Fact]
    public void An_interrupted_tool_leaves_the_session_and_the_words_so_far()
    {
        WorkerOutcome outcome = Start()
            .Out(Init, Answer, """{"type":"result","subtype":"error_during_execution","is_error":true,"terminal_reason":"aborted_tools","stop_reason":"tool_use","modelUsage":{"m":{"inputTokens":5,"outputTokens":1}}}""")
            .Exit(0, StopReason.Cancelled);

        Assert.Equal((BlockedClass.NoResult, "I have done it.", "s-1", new ModelUsage(5, 0, 1)), (outcome.Failure, outcome.Claim, outcome.SessionId, outcome.Usage));
        Assert.Equal("Worker 'w' was cancelled.", outcome.Sentence);
    }

    [Fact]
    public void An_interrupt_during_a_model_call_leaves_no_result_with_exit_code_0() =>
        Assert.Equal((BlockedClass.NoResult, null), (Start().Out(Init).Exit(0).Failure, Start().Out(Init).Exit(0).Usage));

    [Theory]
    [InlineData(15, "signal 15 ended it.")]
    [InlineData(9, "signal 9 ended it, perhaps because memory ran out.")]
    public void A_signal_is_named(int signal, string words)
    {
        WorkerOutcome outcome = Start().Out(Init, Answer).Killed(signal);

        Assert.Equal((BlockedClass.NoResult, "I have done it."), (outcome.Failure, outcome.Claim));
        Assert.Contains(words, outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_after_the_result_are_welcome_and_the_last_result_counts()
    {
        WorkerOutcome outcome = Start()
            .Out(
                Init, Success,
                """{"type":"system","subtype":"task_updated","task_id":"b","patch":{"status":"killed"}}""",
                """{"type":"system","subtype":"task_notification","task_id":"b","status":"stopped"}""",
                Init, Success.Replace("Done.", "Done at last.", StringComparison.Ordinal).Replace("\"inputTokens\":100", "\"inputTokens\":200", StringComparison.Ordinal))
            .Exit(0);

        Assert.Equal((null, "Done at last.", 267), (outcome.Failure, outcome.Claim, outcome.Usage!.InputTokens));
    }

    [Fact]
    public void The_session_is_told_once() =>
        Assert.Single(Start().Out(Init, Init, Init).Events, entry => entry is { Kind: WorkerEventKind.Session, SessionId: "s-1", Model: "deepseek-chat" });

    [Fact]
    public void Blocks_become_events_one_by_one()
    {
        WorkerRun run = Start().Out(
            """{"type":"assistant","message":{"model":"m","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"hi"},{"type":"tool_use","id":"t","name":"Bash","input":{"command":"dotnet test"}},{"type":"tool_use","id":"u","name":"Edit","input":{"replace_all":true,"file_path":"/w/a.cs"}}]}}""",
            """{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"ok"},{"type":"tool_result","tool_use_id":"u","content":[{"type":"text","text":"no such file"}],"is_error":true}]},"tool_use_result":"Error: no"}""");

        Assert.Equal(
            [
                (WorkerEventKind.Reasoning, "hm"), (WorkerEventKind.Message, "hi"), (WorkerEventKind.ToolStarted, "Bash: dotnet test"), (WorkerEventKind.ToolStarted, "Edit: /w/a.cs"),
                (WorkerEventKind.ToolEnded, "ok"), (WorkerEventKind.ToolEnded, "failed: no such file"),
            ],
            run.Events.Select(entry => (entry.Kind, entry.Text)));
    }

    [Fact]
    public void A_sub_agents_words_are_not_the_workers_claim() => Assert.Equal(
        "I have done it.",
        Start().Out(Init, Answer, Answer.Replace("null,\"session_id\"", "\"toolu_1\",\"session_id\"", StringComparison.Ordinal).Replace("I have done it.", "inner", StringComparison.Ordinal)).Exit(0).Claim);

    [Fact]
    public void A_claim_is_not_cut()
    {
        string text = new('x', 100_000);

        Assert.Equal(text, Start().Out(Init, Answer.Replace("I have done it.", text, StringComparison.Ordinal)).Exit(0).Claim);
        Assert.Equal(text, Start().Out(Init, Success.Replace("Done.", text, StringComparison.Ordinal)).Exit(0).Claim);
    }

    [Fact]
    public void An_empty_answer_is_a_success_with_a_warning()
    {
        WorkerOutcome outcome = Start().Out(Init, Success.Replace("Done.", "", StringComparison.Ordinal)).Exit(0);

        Assert.Equal((null, null), (outcome.Failure, outcome.Claim));
        Assert.Equal(["The worker gave no final answer."], outcome.Warnings);
    }

    [Fact]
    public void A_result_that_is_too_long_to_be_read_is_said_to_be_so()
    {
        WorkerRun run = Start().Out(Init).Truncated("""{"type":"result","subtype":"success","is_error":false,"result":"xxxxxxxx""").Truncated("""{"type":"user","message":{"content":"xxx""");

        Assert.Equal(["result (too long)", "(a result that is too long to be shown)"], run.Events.Skip(1).Select(entry => entry.Text));
        Assert.Equal("Worker 'w' ended without a result: its result is longer than the longest line that is read. Look at its log, then retry.", run.Exit(0).Sentence);
    }

    private static string Retry(string error, int? status, int delay) =>
        $$"""{"type":"system","subtype":"api_retry","attempt":1,"max_retries":10,"retry_delay_ms":{{delay}}.25,"error_status":{{status?.ToString() ?? "null"}},"error":"{{error}}"}""";

    private static WorkerRun Start(string? sessionId = null, ModelUsage? prior = null) =>
        WorkerRun.Start(new WorkerSpec { Name = "w", Driver = "claude" }, new WorkerPrompt("task", sessionId, prior ?? ModelUsage.None));
}
