using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers.Generic;

public sealed class GenericOutputTests
{
    [Fact]
    public void The_last_lines_of_text_are_the_claim()
    {
        WorkerRun run = Text().Out([.. Enumerable.Range(1, 30).Select(number => $"line {number}")]).Out("", "The end.  ", "");

        WorkerOutcome outcome = run.Exit(0);

        Assert.Equal((null, null, null), (outcome.Failure, outcome.SessionId, outcome.Usage));
        Assert.Equal([.. Enumerable.Range(12, 19).Select(number => $"line {number}"), "The end."], outcome.Claim!.Split('\n'));
        Assert.All(run.Events, entry => Assert.Equal((WorkerEventKind.Message, true), (entry.Kind, entry.IsProgress)));
    }

    [Fact]
    public void A_claim_of_text_is_bounded() => Assert.True(Text().Out([.. Enumerable.Repeat(new string('x', 100_000), 100)]).Exit(0).Claim!.Length < 20_100);

    [Fact]
    public void A_protocol_in_a_text_is_text()
    {
        WorkerOutcome outcome = Text().Out("""{"type":"result","text":"x","is_error":true,"session_id":"s"}""").Exit(0);

        Assert.Equal((null, null), (outcome.Failure, outcome.SessionId));
    }

    [Fact]
    public void An_exit_code_is_told_with_the_last_line_of_standard_error()
    {
        WorkerOutcome outcome = Text().Out("half").Error("Traceback", "error: early", "RuntimeError: \u001b[31mno model\u001b[0m\t here", " ").Exit(3);

        Assert.Equal((BlockedClass.WorkerFailed, "half"), (outcome.Failure, outcome.Claim));
        Assert.Equal("Worker 'w' failed: exit code 3, \"RuntimeError: no model here\". Look at its log, then retry.", outcome.Sentence);
    }

    [Theory]
    [InlineData(StopReason.Cancelled, BlockedClass.NoResult)]
    [InlineData(StopReason.Timeout, BlockedClass.Timeout)]
    [InlineData(StopReason.Stalled, BlockedClass.Stalled)]
    public void An_end_by_our_hand_is_no_success_even_with_exit_code_0(StopReason reason, BlockedClass expected) =>
        Assert.Equal(expected, Text().Out("done").Exit(0, reason).Failure);

    [Fact]
    public void A_silent_success_is_a_success_with_a_warning()
    {
        Assert.Equal(["The worker gave no final answer."], Text().Exit(0).Warnings);
        Assert.Equal(["The worker gave no final answer."], Json().Exit(0).Warnings);
    }

    [Fact]
    public void Lines_of_the_protocol_become_events_and_an_outcome()
    {
        WorkerRun run = Json().Out(
            """{"type":"session","session_id":"s-1","model":"m-1"}""",
            """{"type":"message","text":"I look."}""",
            """{"type":"reasoning","text":"hm"}""",
            """{"type":"tool_started","text":"make"}""",
            """{"type":"tool_ended","text":"ok"}""",
            """{"type":"retry","text":"overloaded"}""",
            """{"type":"warning","text":"no tests"}""",
            """{"type":"other","text":"x","more":[1]}""",
            "plain text",
            """{"type":"result","text":"Done.","usage":{"input_tokens":10,"cached_tokens":4,"output_tokens":2}}""");

        WorkerOutcome outcome = run.Exit(0);

        Assert.Equal(
            [
                (WorkerEventKind.Session, null, true), (WorkerEventKind.Message, "I look.", true), (WorkerEventKind.Reasoning, "hm", true), (WorkerEventKind.ToolStarted, "make", true),
                (WorkerEventKind.ToolEnded, "ok", true), (WorkerEventKind.Retry, "overloaded", false), (WorkerEventKind.Warning, "no tests", true), (WorkerEventKind.Other, "x", true),
                (WorkerEventKind.Other, "plain text", true), (WorkerEventKind.Result, "Done.", true),
            ],
            run.Events.Select(entry => (entry.Kind, entry.Text, entry.IsProgress)));
        Assert.Equal((null, "Done.", "s-1", "m-1", new ModelUsage(10, 4, 2)), (outcome.Failure, outcome.Claim, outcome.SessionId, outcome.Model, outcome.Usage));
        Assert.Equal(["The worker warned: \"no tests\""], outcome.Warnings);
    }

    [Fact]
    public void Any_line_may_carry_the_session()
    {
        WorkerRun run = Json().Out("""{"type":"message","text":"a","session_id":"s-1"}""", """{"type":"message","text":"b","session_id":"s-1"}""");

        Assert.Equal([WorkerEventKind.Session, WorkerEventKind.Message, WorkerEventKind.Message], run.Events.Select(entry => entry.Kind));
        Assert.Equal(("s-1", "b"), (run.Exit(0).SessionId, run.Exit(0).Claim));
    }

    [Theory]
    [InlineData("quota", BlockedClass.Quota)]
    [InlineData("auth", BlockedClass.Auth)]
    [InlineData("lost", BlockedClass.WorkerFailed)]
    [InlineData("Quota", BlockedClass.WorkerFailed)]
    public void A_result_can_say_why_the_work_failed(string @class, BlockedClass expected)
    {
        WorkerOutcome outcome = Json().Out($$"""{"type":"result","result":"no more","is_error":true,"class":"{{@class}}"}""").Exit(0);

        Assert.Equal((expected, "no more"), (outcome.Failure, outcome.Claim));
    }

    [Fact]
    public void Silence_after_a_retry_is_the_endpoints_fault() =>
        Assert.Equal(BlockedClass.Network, Json().Out("""{"type":"retry","text":"no route"}""").Exit(0, StopReason.Stalled).Failure);

    private static WorkerRun Text() => Start("text");

    private static WorkerRun Json() => Start("jsonl");

    private static WorkerRun Start(string output) =>
        WorkerRun.Start(new WorkerSpec { Name = "w", Driver = "generic", Output = output }, new WorkerPrompt("task", SessionId: null, ModelUsage.None));
}
