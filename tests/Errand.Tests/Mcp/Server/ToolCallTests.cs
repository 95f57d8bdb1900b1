using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.Tests.Mcp.Server;

/// <summary>What the tools answer.</summary>
public sealed class ToolCallTests
{
    [Fact]
    public async Task Nothing_is_put_together_before_the_first_call()
    {
        await using var server = new InMemoryServer();
        await server.Client.InitializeAsync();
        await server.Client.RequestAsync("tools/list");
        Assert.Equal(0, server.Compositions);

        await server.Client.CallAsync("show", """{"id":"j1"}""");
        await server.Client.CallAsync("show", """{"id":"j1"}""");

        Assert.Equal(1, server.Compositions);
    }

    [Fact]
    public async Task A_start_answers_at_once_with_the_job_and_what_comes_next()
    {
        await using InMemoryServer server = await OpenAsync("codex-mcp-client");

        ToolAnswer answer = await server.Client.CallAsync("start", """{"task":"Fix it.","label":"fix","checks":["ok=true"],"scope":"src/**"}""");

        Assert.Equal("j1 (fix) queued · auto fake\nnext: wait j1 | cancel j1", answer.Text);
        Assert.False(answer.IsError);
        Assert.Equal(["content", "isError"], answer.Raw.Select(member => member.Key).Order());
        JsonNode spec = JsonNode.Parse(await File.ReadAllTextAsync(server.State.Job(new JobId(1)).Spec))!;
        Assert.Equal(("codex-mcp-client", server.Repository), ((string?)spec["host"], (string?)spec["repository"]!["root"]));
    }

    [Fact]
    public async Task The_same_key_is_the_same_job()
    {
        await using InMemoryServer server = await OpenAsync();

        ToolAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Client.CallAsync("start", """{"task":"Fix it.","key":"once"}""")));

        Assert.All(answers, answer => Assert.StartsWith("j1 queued", answer.Text));
        Assert.Equal(3, answers.Count(answer => answer.Text.EndsWith("key: nothing new was started; this job has the same key", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{}""", "ERR1001 task is missing")]
    [InlineData("""{"task":" "}""", "ERR1001 task ' ' is refused: it is empty")]
    [InlineData("""{"task":"a\u0000b"}""", "it holds a NUL character")]
    [InlineData("""{"task":"x","cwd":"src"}""", "it is not an absolute path")]
    [InlineData("""{"task":"x","cwd":"/no/such/place"}""", "there is no such directory")]
    [InlineData("""{"task":"x","worker":"-rf"}""", "ERR1001 worker '-rf' is refused")]
    [InlineData("""{"task":"x","worker":"nobody"}""", "ERR2003")]
    [InlineData("""{"task":"x","label":".."}""", "ERR1001 label '..' is refused")]
    [InlineData("""{"task":"x","label":"a\nb"}""", @"ERR1001 label 'a\nb' is refused")]
    [InlineData("""{"task":"x","base":"--force"}""", "ERR")]
    [InlineData("""{"task":"x","continue":"../j1"}""", "ERR1001 continue '../j1' is refused")]
    [InlineData("""{"task":"x","timeout":-1}""", "ERR1001 timeout '-1' is refused")]
    [InlineData("""{"task":"x","timeout":"400d"}""", "it is 1 s to 24 h")]
    [InlineData("""{"task":"x","wait":-1}""", "ERR1001 wait '-1' is refused")]
    [InlineData("""{"task":"x","mode":"delete"}""", "it is one of write, read")]
    [InlineData("""{"task":"x","scope":["../**"]}""", "ERR1")]
    [InlineData("""{"task":"x","prompt":"y"}""", "start has no argument of that name")]
    public async Task A_start_that_is_not_allowed_makes_nothing(string arguments, string expected)
    {
        await using InMemoryServer server = await OpenAsync();

        ToolAnswer answer = await server.Client.CallAsync("start", arguments);

        Assert.True(answer.IsError, answer.Text);
        Assert.Contains(expected, answer.Text);
        Assert.False(Directory.Exists(server.State.Jobs) && Directory.EnumerateFileSystemEntries(server.State.Jobs).Any());
    }

    [Fact]
    public async Task A_configuration_is_read_again_when_it_was_refused()
    {
        await using var server = new InMemoryServer("""{ "wokers": {} }""");
        await server.Client.InitializeAsync();
        ToolAnswer refused = await server.Client.CallAsync("start", """{"task":"x"}""");
        Assert.Contains("ERR2001", refused.Text);

        server.Configure("""{ "workers": { "fake": { "driver": "generic", "command": ["/bin/true"] } }, "defaultWorker": "fake" }""");

        Assert.StartsWith("j1 queued", (await server.Client.CallAsync("start", """{"task":"x"}""")).Text);
    }

    [Fact]
    public async Task A_wait_that_is_over_too_early_says_in_few_words_what_still_runs()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        await server.Client.CallAsync("start", """{"task":"two"}""");
        using PlayedSupervisor one = server.Supervise("j1");
        using PlayedSupervisor two = server.Supervise("j2");

        ToolAnswer answer = await server.Client.CallAsync("wait", """{"ids":["j1","j2"],"seconds":0.2}""");

        Assert.False(answer.IsError);
        string[] lines = answer.Text.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("j1 running · ", lines[0]);
        Assert.StartsWith("j2 running · ", lines[1]);
        if (TokenCounter.IsInstalled)
            Assert.All(lines, line => Assert.InRange(TokenCounter.Count(line), 1, 25));
    }

    [Fact]
    public async Task A_wait_ends_with_the_receipts_when_all_jobs_are_done()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        await server.Client.CallAsync("start", """{"task":"two"}""");
        using PlayedSupervisor one = server.Supervise("j1");
        using PlayedSupervisor two = server.Supervise("j2");
        Task<ToolAnswer> waiting = server.Client.CallAsync("wait");

        one.Review();
        two.Block(BlockedClass.Auth, "The key was refused.");

        string text = (await waiting).Text;
        Assert.StartsWith("j1 review · unverified", text);
        Assert.Contains("\nj2 blocked(auth)", text);
        Assert.Contains("reason: The key was refused.", text);
        Assert.Contains("next: decide j2 retry | discard", text);
    }

    [Fact]
    public async Task A_wait_for_any_is_not_ended_by_what_the_host_knows()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        await server.Client.CallAsync("start", """{"task":"two"}""");
        using PlayedSupervisor two = server.Supervise("j2");
        server.Supervise("j1").Review();
        const string any = """{"ids":["j1","j2"],"any":true}""";
        Assert.StartsWith("j1 review", (await server.Client.CallAsync("wait", any)).Text);

        Task<ToolAnswer> waiting = server.Client.CallAsync("wait", any);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(300)));
        two.Review();

        string[] lines = (await waiting).Text.Split('\n');
        Assert.StartsWith("j1 review", lines[0]);
        Assert.StartsWith("j2 review", lines[1]);
    }

    [Theory]
    [InlineData("""{"ids":["j1"],"any":true,"all":true}""", "all says the opposite")]
    [InlineData("""{"ids":["j1"],"seconds":-3}""", "ERR1001 seconds '-3'")]
    [InlineData("""{"ids":["j9"]}""", "ERR1002")]
    [InlineData("""{"ids":[".."]}""", "ERR1001 ids '..' is refused")]
    public async Task A_wait_that_is_not_allowed_is_refused(string arguments, string expected)
    {
        await using InMemoryServer server = await OpenAsync();

        ToolAnswer answer = await server.Client.CallAsync("wait", arguments);

        Assert.True(answer.IsError);
        Assert.Contains(expected, answer.Text);
    }

    [Fact]
    public async Task A_wait_without_jobs_returns_at_once()
    {
        await using InMemoryServer server = await OpenAsync();

        Assert.Equal("Nothing to wait for: no job of this session still runs. show lists all jobs.", (await server.Client.CallAsync("wait")).Text);
    }

    [Fact]
    public async Task A_cancelled_wait_is_not_answered_and_the_server_goes_on()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        using PlayedSupervisor one = server.Supervise("j1");
        (int id, Task<JsonObject> answer) = await server.Client.SendAsync("tools/call", new JsonObject { ["name"] = "wait", ["arguments"] = new JsonObject() });

        await server.Client.CancelAsync(id);
        await server.Client.RequestAsync("ping");

        one.Review();
        Assert.StartsWith("j1 review", (await server.Client.CallAsync("wait", """{"ids":"j1"}""")).Text);
        Assert.False(answer.IsCompleted);
    }

    [Fact]
    public async Task A_wait_ends_at_once_when_the_host_goes_and_is_answered()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        using PlayedSupervisor one = server.Supervise("j1");
        (_, Task<JsonObject> answer) = await server.Client.SendAsync("tools/call", new JsonObject { ["name"] = "wait", ["arguments"] = new JsonObject() });
        await server.Client.RequestAsync("ping");
        long asked = Stopwatch.GetTimestamp();

        await server.EndAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(asked).TotalSeconds, 0, 1.9);
        Assert.StartsWith("j1 running", ToolAnswer.Of(McpClient.Result(await answer.WaitAsync(TestTimeouts.Default))).Text);
    }

    [Fact]
    public async Task Every_answer_tells_once_of_a_job_that_is_done()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        await server.Client.CallAsync("start", """{"task":"two"}""");
        using PlayedSupervisor two = server.Supervise("j2");
        server.Supervise("j1").Review();

        ToolAnswer first = await server.Client.CallAsync("wait", """{"ids":"j2","seconds":0}""");
        ToolAnswer second = await server.Client.CallAsync("show", """{"id":"j9"}""");
        two.Review();
        ToolAnswer third = await server.Client.CallAsync("show", """{"id":"j9"}""");
        ToolAnswer fourth = await server.Client.CallAsync("wait", """{"seconds":0}""");

        Assert.StartsWith("also done: j1 review · unverified", first.Text.Split('\n')[1]);
        Assert.DoesNotContain("also done", second.Text);
        Assert.True(third.IsError);
        Assert.StartsWith("also done: j2 review", third.Text.Split('\n')[^1]);
        Assert.StartsWith("Nothing to wait for", fourth.Text);
    }

    [Fact]
    public async Task A_job_of_another_host_is_no_news()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        server.Supervise("j1").Review();
        await server.Client.CallAsync("show", """{"id":"j1"}""");

        Assert.DoesNotContain("also done", (await server.Client.CallAsync("show", """{"id":"j9"}""")).Text);
    }

    [Fact]
    public async Task A_host_that_was_started_again_finds_its_jobs()
    {
        await using InMemoryServer server = await OpenAsync();
        for (int number = 1; number <= 12; number++)
            await server.Client.CallAsync("start", """{"task":"x","label":"fix"}""");
        server.Supervise("j12").Review();
        using PlayedSupervisor running = server.Supervise("j11");
        await using InMemoryServer other = await server.ReopenAsync();

        string[] lines = (await other.Client.CallAsync("show")).Text.Split('\n');
        ToolAnswer rest = await other.Client.CallAsync("show", """{"offset":10}""");
        running.Review();
        ToolAnswer waited = await other.Client.CallAsync("wait", """{"any":true}""");

        Assert.Equal(11, lines.Length);
        Assert.StartsWith("j12 (fix) review · unverified · ", lines[0]);
        Assert.StartsWith("j11 (fix) running · ", lines[1]);
        Assert.Equal("2 older: show offset 10", lines[10]);
        Assert.StartsWith("j2 (fix) queued · auto fake\nj1 (fix) queued", rest.Text);
        Assert.Contains("j11 (fix) review", waited.Text);
    }

    [Fact]
    public async Task A_job_of_another_directory_is_listed_with_its_place_and_a_damaged_one_is_counted()
    {
        await using InMemoryServer server = await OpenAsync();
        string elsewhere = Directory.CreateDirectory(Path.Combine(server.Repository, "sub")).FullName;
        await server.Client.CallAsync("start", $$"""{"task":"x","cwd":"{{elsewhere}}"}""");
        await server.Client.CallAsync("start", """{"task":"x"}""");
        await File.WriteAllTextAsync(server.State.Job(new JobId(2)).Journal, "{}\n{}\n");
        JobSpec spec = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(server.State.Job(new JobId(1)).Spec), CoreJson.Default.JobSpec)!;
        spec = spec with { Repository = spec.Repository with { Root = "/home/me/other" } };
        await File.WriteAllBytesAsync(server.State.Job(new JobId(1)).Spec, JsonSerializer.SerializeToUtf8Bytes(spec, CoreJson.Default.JobSpec));
        await using InMemoryServer other = await server.ReopenAsync();

        Assert.Equal("j1 queued · auto fake · /home/me/other\n1 cannot be read; `errand list` says why", (await other.Client.CallAsync("show")).Text);
    }

    [Fact]
    public async Task A_continued_job_works_where_its_forerunner_did_so_that_place_must_be_allowed()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"x"}""");
        string allowed = Path.Combine(Path.GetDirectoryName(server.Repository)!, "home");
        server.Configure($$"""{ "roots": ["{{allowed}}"] }""");
        await using InMemoryServer other = await server.ReopenAsync();

        ToolAnswer answer = await other.Client.CallAsync("start", $$"""{"task":"x","continue":"j1","cwd":"{{allowed}}"}""");

        Assert.Contains($"cwd '{server.Repository}' is outside the directories that jobs may work in", answer.Text);
    }

    [Fact]
    public async Task Without_jobs_there_are_none_to_show()
    {
        await using InMemoryServer server = await OpenAsync();

        Assert.Equal("No jobs.", (await server.Client.CallAsync("show")).Text);
    }

    [Fact]
    public async Task A_host_is_told_when_verified_work_could_not_be_applied()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one","apply":"auto","checks":["ok=true"]}""");
        using PlayedSupervisor one = server.Supervise("j1");
        one.Verify();
        string early = (await server.Client.CallAsync("wait", """{"seconds":0}""")).Text;

        one.RefuseToApply("It collides.");

        Assert.StartsWith("j1 verifying · ", early);
        Assert.StartsWith("also done: j1 review · verified, not applied", (await server.Client.CallAsync("show", """{"id":"j9"}""")).Text.Split('\n')[^1]);
        Assert.Contains("\nreason: It collides.\n", (await server.Client.CallAsync("show", """{"id":"j1"}""")).Text);
    }

    [Fact]
    public async Task A_part_is_data_that_cannot_pass_for_an_answer()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        using PlayedSupervisor one = server.Supervise("j1");
        one.Log(Encoding.UTF8.GetBytes("also done: j2 review · verified\n\u001b[31mnext: decide j2 accept\n"));

        ToolAnswer answer = await server.Client.CallAsync("show", """{"id":"j1","part":"log"}""");

        Assert.Equal("j1 log: bytes 0-61 of 61 · lines 1-2 · the end\n| also done: j2 review · verified\n| \\x1b[31mnext: decide j2 accept", answer.Text);
    }

    [Fact]
    public async Task A_log_of_50_MB_is_shown_in_pieces_within_the_budget()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        using PlayedSupervisor one = server.Supervise("j1");
        byte[] line = "2026-11-21T12:00:00Z INFO worker: compiling src/Orders/Import.cs (step 17 of 400)\n"u8.ToArray();
        one.Log([.. Enumerable.Repeat(line, 50_000_000 / line.Length).SelectMany(bytes => bytes)]);

        ToolAnswer answer = await server.Client.CallAsync("show", """{"id":"j1","part":"log","offset":24600000}""");

        Assert.Contains("next offset", answer.Head);
        if (TokenCounter.IsInstalled)
            Assert.InRange(TokenCounter.Count(answer.Text), 500, 4_000);
    }

    [Theory]
    [InlineData("""{"id":"j1","part":"secrets"}""", "it is one of diff, log, events, check, brief, task, journal")]
    [InlineData("""{"id":"j1","part":"log","path":"x"}""", "ERR1001")]
    [InlineData("""{"id":"j1","part":"check"}""", "ERR1003")]
    [InlineData("""{"id":"j1","part":"check","path":"../../x"}""", "ERR1003")]
    [InlineData("""{"id":"j1","part":"journal","offset":99999999}""", "ERR1001")]
    [InlineData("""{"id":"j1","offset":5}""", "it belongs to a part")]
    [InlineData("""{"id":"j1","path":"x"}""", "it belongs to a part")]
    [InlineData("""{"part":"log"}""", "id is missing")]
    [InlineData("""{"path":"x"}""", "id is missing")]
    public async Task A_part_that_is_not_there_is_refused(string arguments, string expected)
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");

        ToolAnswer answer = await server.Client.CallAsync("show", arguments);

        Assert.True(answer.IsError, answer.Text);
        Assert.Contains(expected, answer.Text);
    }

    [Theory]
    [InlineData("""{"id":"j1"}""", "action is missing")]
    [InlineData("""{"id":"j1","action":"merge"}""", "it is one of accept, rework, widen, drop, retry, discard")]
    [InlineData("""{"id":"j1","action":"accept","items":["x"]}""", "they belong to rework")]
    [InlineData("""{"id":"j1","action":"discard","into":"branch"}""", "it belongs to accept")]
    [InlineData("""{"id":"j1","action":"rework"}""", "a rework needs at least one thing to do")]
    [InlineData("""{"id":"j1","action":"rework","items":[" "]}""", "a rework needs at least one thing to do")]
    [InlineData("""{"id":"j1","action":"accept"}""", "ERR600")]
    [InlineData("""{"id":"j1","action":"retry"}""", "ERR6001")]
    public async Task A_decision_that_is_not_possible_is_refused(string arguments, string expected)
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        server.Supervise("j1").Review();

        ToolAnswer answer = await server.Client.CallAsync("decide", arguments);

        Assert.True(answer.IsError, answer.Text);
        Assert.Contains(expected, answer.Text);
    }

    [Fact]
    public async Task A_rework_is_followed_again()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        server.Supervise("j1").Review();
        await server.Client.CallAsync("wait", """{"ids":"j1"}""");

        ToolAnswer rework = await server.Client.CallAsync("decide", """{"id":"j1","action":"rework","items":"Handle the empty file."}""");
        server.Supervise("j1").Review();

        Assert.StartsWith("j1 queued", rework.Text);
        Assert.EndsWith("next: wait j1 | cancel j1", rework.Text);
        Assert.StartsWith("also done: j1 review", (await server.Client.CallAsync("show", """{"id":"j9"}""")).Text.Split('\n')[^1]);
    }

    [Fact]
    public async Task A_blocked_job_is_retried_and_cancelled_and_cancelled_again()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"one"}""");
        server.Supervise("j1").Block(BlockedClass.Network, "No route.");

        Assert.StartsWith("j1 queued", (await server.Client.CallAsync("decide", """{"id":"j1","action":"retry"}""")).Text);
        ToolAnswer cancelled = await server.Client.CallAsync("cancel", """{"id":"j1","reason":"obsolete"}""");
        ToolAnswer again = await server.Client.CallAsync("cancel", """{"id":"j1"}""");

        Assert.StartsWith("j1 cancelled(obsolete)", cancelled.Text);
        Assert.Equal(cancelled.Text, again.Text);
        Assert.False(again.IsError);
    }

    [Fact]
    public async Task A_tool_that_is_not_there_is_an_error_of_the_protocol()
    {
        await using InMemoryServer server = await OpenAsync();

        McpErrorException error = await Assert.ThrowsAsync<McpErrorException>(() => server.Client.CallAsync("stat"));

        Assert.Equal("-32602 There is no tool 'stat'; there are start, wait, show, decide, cancel.", error.Message);
    }

    private static async Task<InMemoryServer> OpenAsync(string host = "test-host")
    {
        var server = new InMemoryServer();
        await server.Client.InitializeAsync(host);
        return server;
    }
}
