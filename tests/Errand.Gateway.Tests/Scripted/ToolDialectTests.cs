using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>One call in a script's words, as each kind of client gets it.</summary>
public sealed class ToolDialectTests
{
    [Theory]
    [InlineData("""{ "tool": "write", "path": "a.txt", "text": "x\n" }""", "Write", """{"file_path":"/home/a b/work/a.txt","content":"x\n"}""")]
    [InlineData("""{ "tool": "write", "path": "/abs/a.txt", "text": "" }""", "Write", """{"file_path":"/abs/a.txt","content":""}""")]
    [InlineData("""{ "tool": "read", "path": "d/a.txt" }""", "Read", """{"file_path":"/home/a b/work/d/a.txt"}""")]
    [InlineData("""{ "tool": "shell", "command": "ls" }""", "Bash", """{"command":"ls"}""")]
    [InlineData("""{ "tool": "shell", "command": "ls", "timeout": 90.5 }""", "Bash", """{"command":"ls","timeout":90500}""")]
    [InlineData("""{ "server": "errand", "name": "start", "input": { "a": [1, true, null, "x"] } }""", "mcp__errand__start", """{"a":[1,true,null,"x"]}""")]
    [InlineData("""{ "name": "mcp__errand__start" }""", "mcp__errand__start", "{}")]
    [InlineData("""{ "name": "NoSuchTool", "input": { "n": 12345678901234567890 } }""", "NoSuchTool", """{"n":12345678901234567890}""")]
    public async Task Claude_Code(string call, string name, string input)
    {
        await using var model = await ModelUnderTest.PlayAsync($$"""{ "turns": [ { "call": {{call}} } ] }""");

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go.")));

        var block = answer.Single("content_block_start")["content_block"]!;
        var json = string.Concat(answer.Of("content_block_delta").Select(data => (string?)data["delta"]!["partial_json"]));
        Assert.Equal(name, (string)block["name"]!);
        Assert.Equal(input, json);
    }

    [Fact]
    public async Task Claude_Code_without_its_write_tool_writes_by_the_shell()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "call": { "tool": "write", "path": "d/it's.txt", "text": "don't\n" } } ] }""");

        var answer = await model.MessagesAsync(Messages.RequestWith(["Bash"], Messages.User("Go.")));

        var json = string.Concat(answer.Of("content_block_delta").Select(data => (string?)data["delta"]!["partial_json"]));
        Assert.Equal(
            """mkdir -p -- '/home/a b/work/d' && printf '%s' 'don'\''t""" + "\n" + """' > '/home/a b/work/d/it'\''s.txt'""",
            (string)JsonNode.Parse(json)!["command"]!);
    }

    [Fact]
    public async Task Claude_Code_is_made_to_read_before_it_edits()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "Now.", "call": { "tool": "edit", "path": "a.txt", "old": "x", "new": "y" } } ] }""");
        var request = Messages.Request(Messages.User("Go."));

        var read = await model.MessagesAsync(request, Messages.Session("s"));
        var id = (string)read.Single("content_block_start")["content_block"]!["id"]!;
        var edit = await model.MessagesAsync(Messages.Request(Messages.User("Go."), Messages.Assistant("r", id), Messages.Results((id, "1\tx"))), Messages.Session("s"));

        Assert.Equal("Read", (string)read.Single("content_block_start")["content_block"]!["name"]!);
        Assert.Equal("Edit", (string)edit.Of("content_block_start").Last()["content_block"]!["name"]!);
        Assert.Equal("Now.", edit.Said);
        Assert.Equal([null, 1], model.Model.Requests.Select(entry => entry.Turn));
    }

    [Fact]
    public async Task Claude_Code_reads_and_writes_again_when_it_refuses_to_replace_a_file()
    {
        await using var model = await ModelUnderTest.PlayAsync("""
            { "turns": [ { "call": { "tool": "write", "path": "a.txt", "text": "new" } }, { "expect": "updated", "say": "Replaced." } ] }
            """);
        var history = new List<JsonObject> { Messages.User("Go.") };
        var names = new List<string?>();
        foreach (var result in new[] { "<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>", "1\told", "The file has been updated." })
        {
            var answer = await model.MessagesAsync(Messages.Request([.. history.Select(Copy)]), Messages.Session("s"));
            var block = answer.Single("content_block_start")["content_block"]!;
            names.Add((string?)block["name"]);
            var results = Messages.Results(((string)block["id"]!, result));
            results["content"]![0]!["is_error"] = result.Contains("error", StringComparison.Ordinal);
            history.AddRange(Messages.Assistant("c", (string)block["id"]!), results);
        }

        var last = await model.MessagesAsync(Messages.Request([.. history.Select(Copy)]), Messages.Session("s"));

        Assert.Equal(["Write", "Read", "Write"], names);
        Assert.Equal("Replaced.", last.Said);
        model.AssertNoViolations();
    }

    [Theory]
    [InlineData("""{ "tool": "write", "path": "a.txt", "text": "x\n\ny\n" }""", "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: a.txt\n+x\n+\n+y\n*** End Patch\nEOF\n")]
    [InlineData("""{ "tool": "write", "path": "a.txt", "text": "no line end" }""", "printf '%s' 'no line end' > 'a.txt'")]
    [InlineData("""{ "tool": "edit", "path": "a.txt", "old": "x\n", "new": "y\nz" }""", "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a.txt\n@@\n-x\n+y\n+z\n*** End Patch\nEOF\n")]
    [InlineData("""{ "tool": "edit", "path": "a.txt", "old": "x", "new": "" }""", "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a.txt\n@@\n-x\n*** End Patch\nEOF\n")]
    [InlineData("""{ "tool": "read", "path": "-rf" }""", "cat -- '-rf'")]
    [InlineData("""{ "tool": "shell", "command": "ls | wc" }""", "ls | wc")]
    public async Task Codex_by_its_shell(string call, string command)
    {
        await using var model = await ModelUnderTest.PlayAsync($$"""{ "turns": [ { "call": {{call}} } ] }""");

        var answer = await model.ResponsesAsync(Responses.Request(Responses.User("Go.")));

        var item = Assert.Single(answer.Items);
        Assert.Equal("exec_command", (string)item["name"]!);
        Assert.Equal(command, (string)JsonNode.Parse((string)item["arguments"]!)!["cmd"]!);
    }

    [Theory]
    [InlineData("""{ "server": "errand", "name": "start" }""", "start", "mcp__errand")]
    [InlineData("""{ "name": "spawn_agent", "input": {} }""", "spawn_agent", "multi_agent_v1")]
    [InlineData("""{ "name": "exec_command", "input": {} }""", "exec_command", null)]
    [InlineData("""{ "name": "nosuch", "input": {} }""", "nosuch", null)]
    public async Task Codex_by_namespace(string call, string name, string? group)
    {
        await using var model = await ModelUnderTest.PlayAsync($$"""{ "turns": [ { "call": {{call}} } ] }""");

        var item = Assert.Single((await model.ResponsesAsync(Responses.Request(Responses.User("Go.")))).Items);

        Assert.Equal((name, group), ((string?)item["name"], (string?)item["namespace"]));
    }

    [Fact]
    public async Task Codex_with_a_patch_tool_gets_patches_as_text()
    {
        await using var model = await ModelUnderTest.PlayAsync("""
            { "turns": [ { "call": [ { "tool": "edit", "path": "a.txt", "old": "x", "new": "y" }, { "server": "deferred", "name": "tool" } ] } ] }
            """);

        var items = (await model.ResponsesAsync(Responses.RequestWithPatchTool(Responses.User("Go.")))).Items;

        Assert.Equal("custom_tool_call", (string)items[0]["type"]!);
        Assert.Equal("*** Begin Patch\n*** Update File: a.txt\n@@\n-x\n+y\n*** End Patch", (string)items[0]["input"]!);
        Assert.Equal("mcp__deferred", (string)items[1]["namespace"]!);
    }

    [Fact]
    public async Task Codex_that_takes_programs_gets_one_for_all_calls()
    {
        await using var model = await ModelUnderTest.PlayAsync("""
            {
              "turns": [ { "call": [
                { "tool": "write", "path": "a.txt", "text": "x\n" },
                { "server": "my-lab", "name": "echo", "input": { "text": "\"hi\"" } },
                { "tool": "shell", "command": "ls" }
              ] } ]
            }
            """);

        var item = Assert.Single((await model.ResponsesAsync(Responses.RequestForPrograms(Responses.User("Go.")))).Items);

        Assert.Equal(("custom_tool_call", "exec", "functions"), ((string?)item["type"], (string?)item["name"], (string?)item["namespace"]));
        var program = ((string)item["input"]!).Split('\n');
        Assert.Equal("""// @exec: {"yield_time_ms": 300000}""", program[0]);
        Assert.Equal("""text(await tools.apply_patch("*** Begin Patch\n*** Add File: a.txt\n\u002Bx\n*** End Patch"));""", program[1]);
        Assert.Equal("""text(await tools.mcp__my_lab__echo({"text":"\u0022hi\u0022"}));""", program[2]);
        Assert.Contains(program, line => line.Contains("""tools.exec_command({"cmd":"ls","yield_time_ms":300000})""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Codex_fetches_the_rest_of_an_unfinished_command_before_the_next_turn()
    {
        await using var model = await ModelUnderTest.PlayAsync("""
            { "turns": [ { "call": { "tool": "shell", "command": "slow" } }, { "expect": "first[^$]*second", "say": "It said {toolResult}" } ] }
            """);
        var first = Assert.Single((await model.ResponsesAsync(Responses.Request(Responses.User("Go.")), Responses.Thread("t"))).Items);
        var id = (string)first["call_id"]!;

        var poll = Assert.Single((await model.ResponsesAsync(
            Responses.Request(Responses.User("Go."), Responses.Call(id), Responses.Output(id, "Wall time: 30 seconds\nProcess running with session ID 4711\nOutput:\nfirst")),
            Responses.Thread("t"))).Items);
        var pollId = (string)poll["call_id"]!;
        var last = await model.ResponsesAsync(
            Responses.Request(
                Responses.User("Go."), Responses.Call(id), Responses.Output(id, "Process running with session ID 4711\nOutput:\nfirst"),
                Responses.Call(pollId), Responses.Output(pollId, "Process exited with code 0\nOutput:\nsecond")),
            Responses.Thread("t"));

        Assert.Equal("write_stdin", (string)poll["name"]!);
        Assert.Equal("""{"session_id":4711,"chars":"","yield_time_ms":300000}""", (string)poll["arguments"]!);
        Assert.EndsWith("first\nProcess exited with code 0\nOutput:\nsecond", last.Said, StringComparison.Ordinal);
        model.AssertNoViolations();
    }

    private static JsonObject Copy(JsonObject message) => message.DeepClone().AsObject();

    [Fact]
    public async Task A_client_is_told_by_its_tools_whatever_protocol_a_gateway_lets_it_speak()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "call": { "tool": "read", "path": "a.txt" } } ] }""");
        var claude = new JsonObject { ["model"] = "scripted", ["stream"] = true };
        claude["instructions"] = "Primary working directory: /home/w";
        claude["input"] = new JsonArray(Responses.User("<system-reminder>\nNever mind.\n</system-reminder>\nGo, Claude."));
        claude["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["name"] = "Read", ["parameters"] = new JsonObject { ["type"] = "object" } });

        var read = Assert.Single((await model.ResponsesAsync(claude)).Items);
        var shell = await model.MessagesAsync(Messages.RequestWith(["exec_command"], Messages.User("<environment_context>\nNever mind.\n</environment_context>\n\nGo, Codex.")));

        Assert.Equal(("Read", """{"file_path":"/home/w/a.txt"}"""), ((string?)read["name"], (string?)read["arguments"]));
        Assert.Equal("exec_command", (string?)shell.Single("content_block_start")["content_block"]!["name"]);
        Assert.Equal(["Go, Claude.", "Go, Codex."], model.Model.Requests.Select(request => request.FirstUserText));
        Assert.Empty(model.Model.Violations);
    }
}
