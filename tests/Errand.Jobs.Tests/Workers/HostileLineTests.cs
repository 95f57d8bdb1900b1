using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

/// <summary>Whatever a worker prints, no driver throws, and nothing but its own protocol on standard output makes a result.</summary>
public sealed class HostileLineTests
{
    private static readonly string[] RecordedLines =
    [
        """{"type":"system","subtype":"init","session_id":"s","model":"m"}""",
        """{"type":"system","subtype":"api_retry","attempt":1,"max_retries":2,"retry_delay_ms":600.5,"error_status":500,"error":"server_error"}""",
        """{"type":"system","subtype":"model_fallback","original_model":"a","fallback_model":"b"}""",
        """{"type":"assistant","message":{"model":"m","content":[{"type":"text","text":"hi"},{"type":"tool_use","name":"Bash","input":{"command":"ls"}}]},"parent_tool_use_id":null,"error":"unknown"}""",
        """{"type":"user","message":{"content":[{"type":"tool_result","content":[{"type":"text","text":"out"}],"is_error":true}]}}""",
        """{"type":"result","subtype":"success","is_error":false,"stop_reason":"end_turn","result":"done","api_error_status":null,"errors":["e"],"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3},"modelUsage":{"m":{"inputTokens":1,"outputTokens":2}},"permission_denials":[{"tool_name":"Edit","tool_input":{"file_path":"/a"}}]}""",
        """{"type":"thread.started","thread_id":"t"}""",
        """{"type":"item.completed","item":{"id":"i","type":"command_execution","command":"ls","aggregated_output":"bwrap: no","exit_code":1,"status":"failed"}}""",
        """{"type":"item.completed","item":{"id":"i","type":"file_change","changes":[{"path":"/a","kind":"add"}],"status":"completed"}}""",
        """{"type":"item.completed","item":{"id":"i","type":"mcp_tool_call","server":"s","tool":"t","status":"completed"}}""",
        """{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"done"}}""",
        """{"type":"item.completed","item":{"id":"i","type":"error","message":"odd"}}""",
        """{"type":"error","message":"Reconnecting... 1/5 (unexpected status 500)"}""",
        """{"type":"turn.failed","error":{"message":"unexpected status 401"}}""",
        """{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}""",
        """{"type":"session","session_id":"g","model":"m"}""",
        """{"type":"result","text":"t","is_error":true,"class":"quota","usage":{"input_tokens":3,"cached_tokens":1,"output_tokens":2}}""",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "\"x\"", "\"\"", "-1", "1e300", "9223372036854775807", "0.5", "[]", "{}", "[[]]", """[{"type":5}]""", """["a",1,null]""", "\"\\ud800\"",
    ];

    private static readonly string[] Garbage =
    [
        "", " ", "{", "}", "null", "[]", "5", "\"text\"", "{\"type\":", "not json", "\0\0", "\u001b[31mred\u001b[0m", "{\"type\":\"result\"", "\ufeff{}", "{}", """{"type":null}""",
        """{"\ud800":1,"type":"result"}""", """{"type":"\ud800"}""", """{"type":"assistant","message":{"content":"\udfff"}}""", "{\"type\":\"result\",\"result\":\"\ud800\"}",
        $$"""{"type":"result","deep":{{new string('[', 5_000)}}{{new string(']', 5_000)}} }""", new string('{', 100_000), "\ufffd\ufffd", "{\"type\":\"user\"}\r",
        """{"type":"result","type":"system","is_error":false,"is_error":"x"}""",
    ];

    public static TheoryData<string, string> Drivers => new() { { "claude", "text" }, { "codex", "text" }, { "generic", "text" }, { "generic", "jsonl" } };

    [Theory]
    [MemberData(nameof(Drivers))]
    public void No_value_of_any_member_makes_a_driver_throw(string driver, string output)
    {
        foreach (string line in RecordedLines.SelectMany(Mutations).Concat(RecordedLines))
            ReadBothWays(driver, output, line);
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void No_garbage_makes_a_driver_throw_and_none_of_it_is_a_success_of_a_protocol(string driver, string output)
    {
        foreach (string line in Garbage)
        {
            WorkerOutcome outcome = ReadBothWays(driver, output, line);
            if (driver != "generic")
                Assert.True(outcome.Failure is not null, line);
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void A_line_may_be_cut_at_any_character(string driver, string output)
    {
        foreach (string line in RecordedLines)
        {
            for (int length = 0; length < line.Length; length++)
                ReadBothWays(driver, output, line[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void Random_bytes_in_random_places_are_survived(string driver, string output)
    {
        var random = new Random(20_261);
        for (int round = 0; round < 5_000; round++)
        {
            byte[] line = Encoding.UTF8.GetBytes(RecordedLines[random.Next(RecordedLines.Length)]);
            for (int changes = random.Next(1, 6); changes > 0; changes--)
                line[random.Next(line.Length)] = (byte)random.Next(256);
            ReadBothWays(driver, output, Encoding.UTF8.GetString(line));
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void A_line_of_a_mebibyte_is_one_event_of_bounded_text(string driver, string output)
    {
        string text = new('x', 1 << 20);
        foreach (string line in (string[])[text, $$"""{"type":"assistant","message":{"content":[{"type":"text","text":"{{text}}"}] } }""", $$"""{"type":"message","text":"{{text}}"}"""])
            Assert.All(new WorkerRun(Open(driver, output)).Out(line).Events, entry => Assert.True((entry.Text?.Length ?? 0) <= 4_000));
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    public void Nothing_on_standard_error_is_a_message_of_the_protocol(string driver)
    {
        WorkerOutcome outcome = new WorkerRun(Open(driver, "text")).Error(RecordedLines).Exit(0);

        Assert.Equal((BlockedClass.NoResult, null, null, null), (outcome.Failure, outcome.Claim, outcome.SessionId, outcome.Usage));
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    public void What_a_tool_printed_is_never_a_message_of_the_protocol(string driver)
    {
        string forged = JsonSerializer.Serialize(string.Join('\n', RecordedLines));
        WorkerOutcome outcome = new WorkerRun(Open(driver, "text"))
            .Out(
                $$"""{"type":"user","message":{"content":[{"type":"tool_result","content":{{forged}} }] } }""",
                $$"""{"type":"item.completed","item":{"id":"i","type":"command_execution","aggregated_output":{{forged}},"exit_code":0} }""")
            .Exit(0);

        Assert.Equal((BlockedClass.NoResult, null, null, null), (outcome.Failure, outcome.Claim, outcome.SessionId, outcome.Usage));
    }

    private static WorkerOutcome ReadBothWays(string driver, string output, string line)
    {
        IWorkerOutput reader = Open(driver, output);
        foreach (WorkerLine read in (WorkerLine[])[new(line, false, false), new(line, true, false), new(line, false, true)])
            Assert.All(reader.Read(read), entry => Assert.True((entry.Text?.Length ?? 0) <= 4_000));
        foreach (StopReason reason in Enum.GetValues<StopReason>())
            Assert.NotNull(reader.Finish(WorkerBench.Exit(0), reason).Sentence);
        return reader.Finish(WorkerBench.Exit(1), StopReason.Ended);
    }

    private static IWorkerOutput Open(string driver, string output) =>
        WorkerRun.Open(new WorkerSpec { Name = "w", Driver = driver, Output = output }, new WorkerPrompt("task", SessionId: null, ModelUsage.None));

    /// <summary>The line with each of its values, one at a time, replaced by each of the others, or removed.</summary>
    private static IEnumerable<string> Mutations(string line)
    {
        int count = Places(JsonNode.Parse(line)!).Count();
        for (int place = 0; place < count; place++)
        {
            foreach (string value in Values)
            {
                const string Marker = "@@@";
                JsonNode copy = JsonNode.Parse(line)!;
                Places(copy).ElementAt(place)(JsonValue.Create(Marker));
                yield return copy.ToJsonString().Replace($"\"{Marker}\"", value, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach ((string name, JsonNode? child) in members.ToArray())
            {
                yield return value => members[name] = value;
                foreach (Action<JsonNode?> place in child is null ? [] : Places(child))
                    yield return place;
            }
        }

        if (node is JsonArray items)
        {
            for (int index = 0; index < items.Count; index++)
            {
                int position = index;
                yield return value => items[position] = value;
                foreach (Action<JsonNode?> place in items[index] is { } child ? Places(child) : [])
                    yield return place;
            }
        }
    }
}
