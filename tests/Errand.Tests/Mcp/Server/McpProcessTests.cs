using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.Tests.Mcp.Server;

/// <summary>The real program over stdio.</summary>
public sealed class McpProcessTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task It_says_what_it_is_and_nothing_more()
    {
        await using McpProcess server = Start();

        JsonObject result = await server.Client.InitializeAsync();

        Assert.Equal("""{"tools":{}}""", result["capabilities"]!.ToJsonString());
        Assert.Equal("errand", (string?)result["serverInfo"]!["name"]);
        Assert.False(Directory.Exists(temp["home"]), "Nothing may be made before a tool is called.");
    }

    [Theory]
    [InlineData("2024-11-05", "2024-11-05")]
    [InlineData("2025-06-18", "2025-06-18")]
    [InlineData("2025-11-25", "2025-11-25")]
    [InlineData("1999-01-01", "2025-11-25")]
    public async Task It_speaks_the_revisions_with_initialize(string asked, string answered)
    {
        await using McpProcess server = Start();

        Assert.Equal(answered, (string?)(await server.Client.InitializeAsync(version: asked))["protocolVersion"]);
        Assert.Equal(5, (await server.Client.RequestAsync("tools/list"))["tools"]!.AsArray().Count);
        await server.Client.RequestAsync("ping");
    }

    [Fact]
    public async Task It_speaks_the_revision_without_initialize()
    {
        await using McpProcess server = Start();

        JsonObject found = await server.Client.RequestAsync("server/discover", July2026());
        JsonObject listed = await server.Client.RequestAsync("tools/list", July2026());

        Assert.Equal("""["2026-07-28"]""", found["supportedVersions"]!.ToJsonString());
        Assert.Equal("""{"tools":{}}""", found["capabilities"]!.ToJsonString());
        Assert.Equal(5, listed["tools"]!.AsArray().Count);
    }

    [Fact]
    public async Task Input_that_ends_at_once_after_the_questions_is_answered()
    {
        await using McpProcess server = Start();
        await server.WriteAsync(Session);
        server.CloseInput();

        (int exitCode, string errors) = await server.ExitAsync();

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(3, server.Client.Received.Count);
    }

    [Fact]
    public async Task Garbage_between_messages_changes_nothing()
    {
        await using McpProcess server = Start();
        await server.WriteAsync("\0\u001b[2J\n{\n[[[[\n\"\\ud800\"\n{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}\n"u8.ToArray());
        await server.WriteAsync(new byte[] { 0xff, 0xfe, 0x80, (byte)'\n' });
        await server.Client.InitializeAsync();
        await server.Client.WriteAsync(new string('x', 20_000_000));

        await server.Client.RequestAsync("ping");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task A_signal_ends_it_in_good_order(string signal)
    {
        await using McpProcess server = Start();
        await server.Client.InitializeAsync();

        server.Signal(signal);

        Assert.Equal((0, ""), await server.ExitAsync());
    }

    [Fact]
    public async Task It_goes_when_its_parent_is_dead_and_somebody_else_holds_its_input_open()
    {
        // A shell between the host and the server, as launchers are; this test keeps the input open when the shell is killed.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec 3<&0; \"$0\" mcp <&3 & echo $! >&2; wait", McpProcess.Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = temp.Path,
        };
        start.Environment["ERRAND_HOME"] = temp["home"];
        using Process shell = Process.Start(start)!;
        int server = int.Parse((await shell.StandardError.ReadLineAsync())!);
        var client = new McpClient(shell.StandardInput.BaseStream, shell.StandardOutput.BaseStream);
        await client.InitializeAsync();

        shell.Kill();

        await Wait.ForAsync(() => !Directory.Exists($"/proc/{server}"), "the server has noticed that its parent is dead");
    }

    [Fact]
    public async Task The_input_may_end_anywhere()
    {
        // Around the ends of lines and here and there between; the same is tried at every byte without processes.
        byte[] session = Session;
        int[] lengths = [.. Enumerable.Range(0, session.Length + 1).Where(at => at % 61 == 0 || session[Math.Max(0, at - 1)] == '\n' || at == session.Length - 1)];
        await Parallel.ForEachAsync(lengths, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (length, _) =>
        {
            await using McpProcess server = Start();
            await server.WriteAsync(session.AsMemory(0, length));
            server.CloseInput();

            (int exitCode, string errors) = await server.ExitAsync();

            Assert.True((exitCode, errors) == (0, ""), $"After {length} bytes: {exitCode} {errors}");
        });
    }

    private static byte[] Session => Encoding.UTF8.GetBytes("""
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"ä","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        {"jsonrpc":"2.0","id":2,"method":"tools/list"}
        {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"show","arguments":{"id":"../j7"}}}

        """);

    private static JsonObject July2026() => new()
    {
        ["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
            ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "test-host", ["version"] = "1" },
            ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
        },
    };

    private McpProcess Start() => McpProcess.Start(temp["home"], temp.Path);
}
