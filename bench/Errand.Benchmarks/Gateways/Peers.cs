using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Errand.Benchmarks.Gateways;

/// <summary>The three ways to the same endpoint: by nothing, by Errand and by claude-code-router, each with files of its own in one directory.</summary>
internal sealed class Peers(string errand, string router, string root)
{
    public const string Token = "bench-client-token-0123456789";

    /// <summary>A budget that no load reaches, so that it is counted and held on every call.</summary>
    private const long Plenty = 1_000_000_000;

    /// <summary>Runs this program again as the endpoint.</summary>
    public static ServerProcess StartUpstream() => ServerProcess.StartPrinting(new ProcessStartInfo(Environment.ProcessPath!, [.. EntryPoint(), "upstream"]));

    /// <summary>Ledger, budget and redaction are on, as they always are.</summary>
    /// <param name="upstreamPort">The endpoint's.</param>
    /// <param name="hasHistory">Whether its state directory has <see cref="History"/>.</param>
    public ServerProcess StartErrand(int upstreamPort, bool hasHistory = false)
    {
        string home = Path.Combine(root, hasHistory ? "errand-used" : "errand-home");
        if (hasHistory && !Directory.Exists(home))
            History.Write(home);
        Directory.CreateDirectory(home);
        WriteSecret(Path.Combine(home, "cheap.key"), "sk-bench-0123456789abcdef");
        WriteSecret(Path.Combine(home, "me.token"), Token);
        string config = Path.Combine(home, "gateway.json");
        File.WriteAllText(config, new JsonObject
        {
            ["upstreams"] = new JsonObject
            {
                ["cheap"] = new JsonObject { ["protocol"] = "chat", ["baseUrl"] = $"http://127.0.0.1:{upstreamPort}/v1", ["keyFile"] = "cheap.key", ["profile"] = "deepseek" },
            },
            ["models"] = new JsonObject { ["fast"] = new JsonObject { ["upstream"] = "cheap", ["model"] = "deepseek-chat" } },
            ["prices"] = new JsonObject
            {
                ["deepseek-chat"] = new JsonObject { ["input"] = 0.27, ["cached"] = 0.07, ["output"] = 1.10, ["currency"] = "USD", ["per"] = 1000000, ["date"] = "2026-11-01" },
            },
            ["gateway"] = new JsonObject
            {
                ["clients"] = new JsonArray(new JsonObject { ["name"] = "me", ["tokenFile"] = "me.token", ["budget"] = new JsonObject { ["tokens"] = Plenty * 1000, ["usd"] = Plenty } }),
            },
        }.ToJsonString());
        var start = new ProcessStartInfo(errand, ["gateway", "--port", "0", "--config", config]);
        start.Environment["ERRAND_HOME"] = home;
        return ServerProcess.StartPrinting(start);
    }

    /// <summary>Configured for DeepSeek as its README says; Errand has the profile of the same name.</summary>
    public ServerProcess StartRouter(int upstreamPort)
    {
        const int port = 18456;
        string home = Path.Combine(root, "router-home");
        Directory.CreateDirectory(Path.Combine(home, ".claude-code-router"));
        File.WriteAllText(Path.Combine(home, ".claude-code-router", "config.json"), new JsonObject
        {
            ["LOG"] = false,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = port,
            ["APIKEY"] = Token,
            ["Providers"] = new JsonArray(new JsonObject
            {
                ["name"] = "deepseek",
                ["api_base_url"] = $"http://127.0.0.1:{upstreamPort}/v1/chat/completions",
                ["api_key"] = "sk-bench-0123456789abcdef",
                ["models"] = new JsonArray("deepseek-chat"),
                ["transformer"] = new JsonObject { ["use"] = new JsonArray("deepseek"), ["deepseek-chat"] = new JsonObject { ["use"] = new JsonArray("tooluse") } },
            }),
            ["Router"] = new JsonObject { ["default"] = "deepseek,deepseek-chat" },
        }.ToJsonString());
        var start = new ProcessStartInfo("node", [router, "start"]);
        start.Environment["HOME"] = home;
        return ServerProcess.StartOn(start, port);
    }

    private static string[] EntryPoint() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Peers).Assembly.Location] : [];

    private static void WriteSecret(string file, string secret)
    {
        File.WriteAllText(file, secret);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
