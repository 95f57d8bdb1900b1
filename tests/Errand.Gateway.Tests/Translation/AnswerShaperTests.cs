using System.Text;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Tests.Translation;

public class AnswerShaperTests
{
    private readonly RecordedAnswer answer = new();
    private readonly AnswerShaper shaper;

    public AnswerShaperTests()
    {
        var tools = new ToolNameMap([Tool("read"), Tool("write")]);
        shaper = new AnswerShaper(answer, new AnswerContext("m", tools, new AnswerIds("x"), 100));
    }

    [Fact]
    public void Each_change_of_kind_is_a_new_block_also_back_to_reasoning()
    {
        shaper.Reasoning("a"u8);
        shaper.Text("b"u8);
        shaper.Text("c"u8);
        shaper.Reasoning("d"u8);
        shaper.End(isProper: true);

        Assert.Equal(
            ["start", "open Reasoning", "+ a", "close", "open Text", "+ b", "+ c", "close", "open Reasoning", "+ d", "close", "complete Stop"],
            answer.Lines);
    }

    [Fact]
    public void The_pieces_of_two_calls_come_out_one_call_after_the_other()
    {
        Call(0, "1", "read", "{\\\"a\\\":");
        Call(1, "2", "write", "{\\\"b\\\":");
        Call(0, "", "", "1}");
        Call(1, "", "", "2}");
        shaper.Finish(FinishReason.Stop);
        shaper.End(isProper: true);

        Assert.Equal(
            ["start", "open read 1", "+ {\\\"a\\\":", "+ 1}", "close", "open write 2", "+ {\\\"b\\\":", "+ 2}", "close", "complete ToolCalls"],
            answer.Lines);
    }

    [Fact]
    public void Text_between_the_pieces_of_a_call_waits_for_the_call()
    {
        Call(0, "1", "read", "{");
        shaper.Text("t"u8);
        shaper.Text("u"u8);
        Call(0, "", "", "}x");
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {", "+ }", "close", "open Text", "+ tu", "close", "complete ToolCalls"], answer.Lines);
    }

    [Theory]
    [InlineData("\\\"}\\\"")]
    [InlineData("\\\"\\\\\\\"}\\\"")]
    [InlineData("\\u0022}\\u0022")]
    [InlineData("\\\"\\\\\\\\\\\"")]
    public void A_brace_inside_a_string_does_not_end_a_call(string value)
    {
        Call(0, "1", "read", "{\\\"a\\\":" + value);
        Call(1, "2", "write", "{}");
        Call(0, "", "", "}");
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {\\\"a\\\":" + value, "+ }", "close", "open write 2", "+ {}", "close", "complete ToolCalls"], answer.Lines);
    }

    [Fact]
    public void A_call_without_arguments_gets_an_empty_object()
    {
        Call(0, "1", "read", "");
        shaper.Finish(FinishReason.ToolCalls);
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {}", "close", "complete ToolCalls"], answer.Lines);
    }

    [Fact]
    public void An_empty_object_that_real_arguments_follow_is_dropped()
    {
        Call(0, "1", "read", "{}");
        Call(0, "", "", "{\\\"a\\\"");
        Call(0, "", "", ":1}");
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {\\\"a\\\"", "+ :1}", "close", "complete ToolCalls"], answer.Lines);
    }

    [Fact]
    public void Arguments_that_come_twice_count_once()
    {
        Call(0, "1", "read", "{\\\"a\\\":1}");
        Call(0, "1", "read", "{\\\"a\\\":1}");
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {\\\"a\\\":1}", "close", "complete ToolCalls"], answer.Lines);
    }

    [Fact]
    public void Arguments_that_were_encoded_twice_are_decoded_once()
    {
        Call(0, "1", "read", """\"{\\\"a\\\":1}\" """.TrimEnd());
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {\\\"a\\\":1}", "close", "complete ToolCalls"], answer.Lines);
    }

    [Fact]
    public void A_late_name_and_a_late_id_are_waited_for()
    {
        Call(0, "", "", "{\\\"a\\\":");
        Call(0, "7", "", "1}");
        Call(0, "", "read", "");
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 7", "+ {\\\"a\\\":1}", "close", "complete ToolCalls"], answer.Lines);
    }

    [Fact]
    public void Missing_and_repeated_ids_are_replaced()
    {
        Call(0, "same", "read", "{}");
        Call(1, "same", "write", "{}");
        Call(2, "", "read", "{}");
        shaper.End(isProper: true);

        Assert.Equal(["open read same", "open write call_x1", "open read call_x2"], answer.Lines.Where(line => line.StartsWith("open", StringComparison.Ordinal)));
    }

    [Fact]
    public void Several_calls_with_one_index_are_told_apart_by_id_and_name()
    {
        Call(0, "1", "read", "{\\\"a\\\":1}");
        Call(0, "2", "read", "{\\\"a\\\":2}");
        shaper.End(isProper: true);

        Assert.Equal(
            ["start", "open read 1", "+ {\\\"a\\\":1}", "close", "open read 2", "+ {\\\"a\\\":2}", "close", "complete ToolCalls"],
            answer.Lines);
    }

    [Fact]
    public void Calls_without_index_go_by_id()
    {
        Call(null, "1", "read", "{\\\"a\\\":");
        Call(null, "2", "write", "{");
        Call(null, "1", "", "1}");
        Call(null, "2", "", "}");
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {\\\"a\\\":", "+ 1}", "close", "open write 2", "+ {", "+ }", "close", "complete ToolCalls"], answer.Lines);
    }

    [Fact]
    public void A_cut_off_call_stays_cut_off_and_the_reason_is_the_length()
    {
        Call(0, "1", "read", "{\\\"a");
        shaper.Finish(FinishReason.Length);
        shaper.End(isProper: true);

        Assert.Equal(["start", "open read 1", "+ {\\\"a", "close", "complete Length"], answer.Lines);
    }

    [Fact]
    public void A_torn_answer_fails_and_its_usage_is_estimated()
    {
        shaper.Text("12345678"u8);
        shaper.End(isProper: false);

        Assert.Equal(["start", "open Text", "+ 12345678", "fail UpstreamTorn 502"], answer.Lines);
        Assert.Equal(new TokenUsage(100, 0, 0, 2, 0, IsEstimated: true), shaper.UsageSoFar);
    }

    [Fact]
    public void A_failure_before_any_content_writes_nothing()
    {
        shaper.Fail(new UpstreamError(0, "rate_limit_exceeded", "slow down, key sk-abcdef123456"));

        Assert.Empty(answer.Lines);
        Assert.Equal(new GatewayFault(FaultKind.UpstreamStatus, 429, "slow down, key sk-***"), shaper.Fault);
    }

    [Fact]
    public void The_last_usage_counts()
    {
        shaper.Usage(new TokenUsage(1, 0, 0, 1, 0));
        shaper.Usage(new TokenUsage(9, 2, 0, 5, 1));
        shaper.Usage(default);

        Assert.Equal(new TokenUsage(9, 2, 0, 5, 1), shaper.UsageSoFar);
    }

    [Fact]
    public void A_seal_belongs_to_the_reasoning_before_it()
    {
        shaper.Reasoning("a"u8);
        shaper.ReasoningSeal("s1"u8);
        shaper.Reasoning("b"u8);
        shaper.ReasoningSeal("s2"u8);
        shaper.Text("t"u8);
        shaper.End(isProper: true);

        Assert.Equal(
            ["start", "open Reasoning", "+ a", "close s1", "open Reasoning", "+ b", "close s2", "open Text", "+ t", "close", "complete Stop"],
            answer.Lines);
    }

    private void Call(int? index, string id, string name, string arguments) => shaper.ToolCall(new ToolCallDelta
    {
        Index = index,
        Id = Encoding.UTF8.GetBytes(id),
        Name = Encoding.UTF8.GetBytes(name),
        Arguments = Encoding.UTF8.GetBytes(arguments),
    });

    private static ToolDefinition Tool(string name) => new() { Name = new JsonText(Encoding.UTF8.GetBytes(name)) };
}
