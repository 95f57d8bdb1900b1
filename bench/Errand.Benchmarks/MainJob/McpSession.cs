using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Errand.Benchmarks.MainJob;

/// <summary>A minimal MCP client over a server's standard streams.</summary>
internal sealed class McpSession(Process server) : IDisposable
{
    private int lastId;

    public JsonNode Initialize()
    {
        JsonNode answer = Call("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-06-18",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "bench", ["version"] = "1" },
        });
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" });
        return answer;
    }

    public string CallTool(string name, JsonObject arguments)
    {
        JsonNode answer = Call("tools/call", new JsonObject { ["name"] = name, ["arguments"] = arguments });
        if (answer["isError"]?.GetValue<bool>() == true)
            throw new InvalidOperationException(answer.ToJsonString());
        return answer["content"]![0]!["text"]!.GetValue<string>();
    }

    public void Dispose()
    {
        server.StandardInput.Close();
        server.WaitForExit();
        server.Dispose();
    }

    private JsonNode Call(string method, JsonObject parameters)
    {
        int id = ++lastId;
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        while (server.StandardOutput.ReadLine() is { } line)
        {
            JsonNode message = JsonNode.Parse(line)!;
            if (message["id"]?.GetValue<int>() == id)
                return message["result"] ?? throw new InvalidOperationException(line);
        }

        throw new InvalidOperationException($"The server ended: {server.StandardError.ReadToEnd()}");
    }

    private void Send(JsonObject message)
    {
        server.StandardInput.WriteLine(message.ToJsonString());
        server.StandardInput.Flush();
    }
}
