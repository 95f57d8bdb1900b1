using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>The stand-alone gateway as a person starts it.</summary>
public sealed class GatewayCommandTests
{
    [Fact]
    public async Task It_serves_with_a_token_that_it_makes_until_it_is_told_to_end()
    {
        await using ErrandUnderTest errand = Configured();
        using Process gateway = errand.Start("gateway", "--port", "0");
        string ready = (await gateway.StandardOutput.ReadLineAsync())!;
        Assert.Matches("^errand gateway on http://127.0.0.1:[0-9]+ \\(models: fast; clients: me\\)$", ready);
        string url = ready.Split(' ')[3];
        string tokenFile = Path.Combine(errand.State, "run", "gateway.token");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tokenFile));
        Assert.Contains($"the token is in '{tokenFile}'", await gateway.StandardError.ReadLineAsync(), StringComparison.Ordinal);

        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-api-key", (await File.ReadAllTextAsync(tokenFile)).Trim());
        using var body = new StringContent("""{"model":"fast","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri($"{url}/v1/messages?beta=true"), body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("Upstream 'cheap' at http://127.0.0.1:1/v1/chat/completions cannot be reached: Connection refused.", text, StringComparison.Ordinal);

        using Process kill = Process.Start("kill", ["-TERM", gateway.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TestTimeouts.Default);
        await gateway.WaitForExitAsync(patience.Token);
        Assert.Equal(0, gateway.ExitCode);
    }

    [Theory]
    [InlineData("claude", "export ANTHROPIC_BASE_URL='http://127.0.0.1:4180'")]
    [InlineData("codex", "-c 'model_providers.errand.base_url=\"http://127.0.0.1:4180/v1\"'")]
    public async Task It_says_what_to_type_for_a_client(string client, string line)
    {
        await using ErrandUnderTest errand = Configured();
        CommandResult result = await errand.RunAsync("gateway", "env", client);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(line, result.Output, StringComparison.Ordinal);
        Assert.Contains("gateway.token'", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_a_socket_that_only_its_owner_opens()
    {
        await using ErrandUnderTest errand = Configured();
        string path = Path.Combine(errand.Root, "g.sock");
        using Process gateway = errand.Start("gateway", "--socket", path);

        Assert.StartsWith($"errand gateway on unix:{path} ", await gateway.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        gateway.Kill();
    }

    [Fact]
    public async Task It_refuses_an_address_that_others_reach()
    {
        await using ErrandUnderTest errand = Configured("0.0.0.0");
        CommandResult result = await errand.RunAsync("gateway", "--port", "0");

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("ERR7011 On 0.0.0.0 other machines could reach the gateway", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tries_each_model_at_its_upstream()
    {
        await using ErrandUnderTest errand = Configured();
        CommandResult result = await errand.RunAsync("doctor", "--quick", "--network", "--json");

        JsonNode finding = JsonNode.Parse(result.Output)!["findings"]!.AsArray().Single(one => one!["what"]!.ToString() == "upstream cheap/m")!;
        Assert.Equal("fail", finding["status"]!.ToString());
        Assert.Contains("cannot be reached: Connection refused", finding["reason"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("correct upstreams.cheap.baseUrl", finding["fix"]!.ToString(), StringComparison.Ordinal);
    }

    private static ErrandUnderTest Configured(string listen = "127.0.0.1")
    {
        var errand = new ErrandUnderTest();
        errand.Configure(new JsonObject
        {
            ["upstreams"] = new JsonObject { ["cheap"] = new JsonObject { ["protocol"] = "chat", ["baseUrl"] = "http://127.0.0.1:1/v1" } },
            ["models"] = new JsonObject { ["fast"] = new JsonObject { ["upstream"] = "cheap", ["model"] = "m" } },
            ["gateway"] = new JsonObject { ["listen"] = listen, ["retry"] = new JsonObject { ["attempts"] = 1 } },
        });
        return errand;
    }
}
