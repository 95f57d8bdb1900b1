using System.Text;
using System.Text.Json.Nodes;

namespace Errand.Tests.Mcp.Server;

/// <summary>Whatever a host sends, the server answers what is a request and lives on. The seeds are fixed, so a failure is found again.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Tools = ["start", "wait", "show", "decide", "cancel"];

    private static readonly string[] Names =
    [
        "task", "cwd", "worker", "tier", "label", "scope", "deny", "checks", "mode", "base", "isolation", "continue", "apply", "timeout", "key", "wait",
        "ids", "any", "all", "seconds", "id", "part", "path", "offset", "action", "items", "into", "reason", "", "x\u0000", "__proto__", "Task",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "0.1", "1e308", "1e400", "-0", "99999999999999999999999", "\"\"", "\"..\"", "\"-rf\"", "\"--force\"", "\"j1\"", "\"j1\\u0000\"",
        "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"a=b\"", "\"=\"", "\"10m\"", "\"/\"", "\"**\"", "\"[\"", "\"\\n\"", "\"\\u202e\"", "\"read\"", "\"log\"", "\"accept\"", "[]", "[[]]", "{}", "[null]",
        "[\"j1\",\"j1\"]", "[1]", "{\"name\":\"a\"}", "[{\"name\":\"a\",\"command\":\"true\"}]", "{\"\\ud800\":1}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_arguments_are_answered(int seed)
    {
        await using var server = new InMemoryServer();
        await server.Client.InitializeAsync();
        var random = new Random(seed);
        for (int round = 0; round < 400; round++)
        {
            string members = string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => Pick(random, Names)).Distinct()
                .Select(name => $"{JsonValue.Create(name).ToJsonString()}:{Pick(random, Values)}"));
            string line = $$$"""{"jsonrpc":"2.0","id":"f{{{round}}}","method":"tools/call","params":{"name":"{{{Pick(random, Tools)}}}","arguments":{ {{{members}}} } } }""";

            // A wait for a job that a lucky start has made would last; the host cancels it.
            await server.Client.WriteAsync(line);
            await server.Client.WriteAsync($$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"f{{{round}}}"}}""");
        }

        await server.Client.RequestAsync("ping");
        Assert.True((await server.Client.CallAsync("show", """{"id":"j999"}""")).IsError);
        Assert.DoesNotContain(server.Client.Received, line => line.Contains("fault of its own", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_bytes_are_survived(int seed)
    {
        await using var server = new InMemoryServer();
        await server.Client.InitializeAsync();
        var random = new Random(seed);
        byte[] valid = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":77,"method":"tools/call","params":{"name":"show","arguments":{"id":"j1","part":"log"},"_meta":{"progressToken":1}}}""");
        for (int round = 0; round < 1_000; round++)
        {
            byte[] line = [.. valid];
            for (int change = random.Next(1, 6); change > 0; change--)
                line[random.Next(line.Length)] = (byte)random.Next(256);
            await server.Client.WriteAsync(Encoding.Latin1.GetString(line).Replace('\n', ' '));
        }

        await server.Client.RequestAsync("ping");
        Assert.True((await server.Client.CallAsync("show", """{"id":"j999"}""")).IsError);
    }

    [Fact]
    public async Task The_input_may_end_at_every_byte()
    {
        byte[] session = Encoding.UTF8.GetBytes("""
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"ä","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"show","arguments":{"id":"../j7"}}}

            """);
        int[] ends = [.. Enumerable.Range(0, session.Length).Where(at => session[at] == '\n')];
        int[] answers = [ends[0], ends[2], ends[3]];
        for (int length = 0; length <= session.Length; length++)
        {
            using var output = new MemoryStream();
            await EndedSession.RunAsync(new MemoryStream(session, 0, length), output);

            // A whole last line without its end is a message as well; half of one is refused if its id is there.
            string[] lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(answers.Count(end => length >= end), lines.Count(line => JsonNode.Parse(line)!["result"] is not null));
            Assert.InRange(lines.Count(line => JsonNode.Parse(line)!["error"] is not null), 0, 1);
        }
    }

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];
}
