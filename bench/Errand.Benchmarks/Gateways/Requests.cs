using System.Text;
using System.Text.Json.Nodes;

namespace Errand.Benchmarks.Gateways;

/// <summary>The requests of the load, as Messages for gateways and as Chat Completions for the endpoint itself.</summary>
internal static class Requests
{
    private const int ClaudeTools = 25;

    public static byte[] SmallMessages(string token, string prompt, bool isStream) => Post("/v1/messages", token, SmallBody("fast", prompt, isStream));

    public static byte[] SmallChat(string prompt, bool isStream) => Post("/v1/chat/completions", "none", SmallBody("deepseek-chat", prompt, isStream));

    /// <summary>What Claude Code sends for a first turn: about 85 KB, nearly all of it tool definitions and system text.</summary>
    public static byte[] Claude(string token) => Post("/v1/messages?beta=true", token, ClaudeBody());

    public static byte[] ClaudeToUpstream() => Post("/v1/chat/completions", "none", ClaudeBody());

    private static string SmallBody(string model, string prompt, bool isStream) => new JsonObject
    {
        ["model"] = model,
        ["max_tokens"] = 100,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
        ["stream"] = isStream,
    }.ToJsonString();

    private static string ClaudeBody()
    {
        string prose = string.Concat(Enumerable.Range(0, 34).Select(line => $"{line}. Use this tool when the user asks for it, \"never\" otherwise.\n"));
        var tools = new JsonArray();
        for (int number = 0; number < ClaudeTools; number++)
        {
            var properties = new JsonObject();
            for (int property = 0; property < 6; property++)
                properties[$"property_{property}"] = new JsonObject { ["type"] = "string", ["description"] = "An absolute path; must not be relative.", ["minLength"] = 1 };
            tools.Add(new JsonObject
            {
                ["name"] = $"Tool{number}",
                ["description"] = prose,
                ["input_schema"] = new JsonObject
                {
                    ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                    ["type"] = "object",
                    ["properties"] = properties,
                    ["required"] = new JsonArray("property_0"),
                    ["additionalProperties"] = false,
                },
            });
        }

        return new JsonObject
        {
            ["model"] = "fast",
            ["max_tokens"] = 32000,
            ["system"] = new JsonArray(
                new JsonObject { ["type"] = "text", ["text"] = "x-anthropic-billing-header: cc_version=2.1.197" },
                new JsonObject { ["type"] = "text", ["text"] = prose, ["cache_control"] = new JsonObject { ["type"] = "ephemeral" } }),
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "say hi" }) },
                new JsonObject { ["role"] = "system", ["content"] = prose }),
            ["thinking"] = new JsonObject { ["type"] = "adaptive" },
            ["output_config"] = new JsonObject { ["effort"] = "high" },
            ["metadata"] = new JsonObject { ["user_id"] = "{\"device\":\"d\"}" },
            ["tools"] = tools,
            ["stream"] = false,
        }.ToJsonString();
    }

    private static byte[] Post(string path, string token, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nanthropic-version: 2023-06-01\r\nx-api-key: {token}\r\nAuthorization: Bearer {token}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
}
