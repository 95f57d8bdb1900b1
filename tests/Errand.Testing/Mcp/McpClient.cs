using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Testing.Mcp;

/// <summary>
/// The smallest MCP client over a pair of streams. It is written by hand, so that tests can send what no proper client would, and see
/// every byte that comes back.
/// </summary>
public sealed class McpClient
{
    private readonly Stream toServer;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> waiting = new();
    private readonly Lock writing = new();
    private int lastId;

    public McpClient(Stream toServer, Stream fromServer)
    {
        this.toServer = toServer;
        Reading = Task.Run(() => ReadAsync(fromServer));
    }

    /// <summary>Ends at the end of the server's output; fails when a line of it is no message.</summary>
    public Task Reading { get; }

    /// <summary>Everything that the server has sent, a message per item.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>Gives the result of what the server asks; null = it is not answered.</summary>
    public Func<JsonObject, JsonObject?>? OnRequest { get; set; }

    /// <summary>Greets the server in the era of initialize and gives what it answers.</summary>
    public async Task<JsonObject> InitializeAsync(string name = "test-host", string version = "2025-11-25", JsonObject? capabilities = null)
    {
        JsonObject result = await RequestAsync("initialize", new JsonObject
        {
            ["protocolVersion"] = version,
            ["capabilities"] = capabilities ?? new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = name, ["version"] = "1" },
        });
        await WriteAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return result;
    }

    /// <summary>Calls a tool with arguments in JSON.</summary>
    public async Task<ToolAnswer> CallAsync(string tool, string arguments = "{}") =>
        ToolAnswer.Of(await RequestAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(arguments) }));

    /// <summary>Sends a request and gives its result.</summary>
    /// <exception cref="McpErrorException">The server answered with an error.</exception>
    public async Task<JsonObject> RequestAsync(string method, JsonObject? parameters = null)
    {
        (_, Task<JsonObject> answer) = await SendAsync(method, parameters);
        return Result(await answer.WaitAsync(TestTimeouts.Default));
    }

    /// <summary>Sends a request and gives its id and the task of the whole answer.</summary>
    public async Task<(int Id, Task<JsonObject> Answer)> SendAsync(string method, JsonObject? parameters = null)
    {
        int id = Interlocked.Increment(ref lastId);
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        await WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] }.ToJsonString());
        return (id, answer.Task);
    }

    public Task CancelAsync(int id) =>
        WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/cancelled", ["params"] = new JsonObject { ["requestId"] = id } }.ToJsonString());

    /// <summary>Writes a line, whatever it is.</summary>
    public Task WriteAsync(string line) => Task.Run(() =>
    {
        lock (writing)
        {
            toServer.Write(Encoding.UTF8.GetBytes(line + "\n"));
            toServer.Flush();
        }
    });

    public static JsonObject Result(JsonObject answer) => answer["result"] as JsonObject
        ?? throw new McpErrorException((int)answer["error"]!["code"]!, (string)answer["error"]!["message"]!);

    private async Task ReadAsync(Stream fromServer)
    {
        using var reader = new StreamReader(fromServer, new UTF8Encoding(false, throwOnInvalidBytes: true));
        while (await reader.ReadLineAsync() is { } line)
        {
            Received.Enqueue(line);
            JsonObject message = JsonNode.Parse(line) as JsonObject ?? throw new JsonException($"No message: {line}");
            if (message["method"] is not null && message["id"] is JsonNode asked)
            {
                if (OnRequest?.Invoke(message) is { } result)
                    await WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = asked.DeepClone(), ["result"] = result }.ToJsonString());
                continue;
            }

            if (message["id"] is JsonValue value && value.TryGetValue(out int id) && waiting.TryRemove(id, out TaskCompletionSource<JsonObject>? answer))
                answer.SetResult(message);
        }
    }
}
