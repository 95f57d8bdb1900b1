using System.Diagnostics;
using System.Text.Json.Nodes;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>A running <c>errand gateway</c> before a scripted endpoint, and clients that a person starts in a shell as <c>errand gateway env</c> says.</summary>
internal sealed class StandAloneGateway : IAsyncDisposable
{
    private const string Key = "sk-planted-stand-alone-key-13579";

    private readonly ErrandUnderTest errand = new();
    private readonly string worker;
    private readonly string records;
    private Process? gateway;
    private Task<string>? log;

    private StandAloneGateway(string worker, ScriptedModel model)
    {
        this.worker = worker;
        Model = model;
        records = Path.Combine(errand.Root, "records");
        WorkingDirectory = errand.Repository.Root;
    }

    public ScriptedModel Model { get; }

    public string WorkingDirectory { get; }

    /// <summary>Starts the endpoint and the gateway.</summary>
    /// <param name="worker"><c>claude</c> or <c>codex</c>.</param>
    /// <param name="calls">How many calls the client may make; null = any number.</param>
    public static async Task<StandAloneGateway> StartAsync(string worker, long? calls)
    {
        ScriptedModel model = await ScriptedModel.StartAsync(WorkScript.For(worker), new ScriptedModelOptions { Token = Key }, CancellationToken.None);
        var alone = new StandAloneGateway(worker, model);
        alone.Configure(calls);
        alone.gateway = alone.errand.Start("gateway", "--port", "0", "--record", alone.records);
        alone.log = alone.gateway.StandardError.ReadToEndAsync();
        return alone;
    }

    /// <summary>Runs the client on a prompt to its end.</summary>
    public async Task<CommandResult> RunClientAsync(string prompt)
    {
        string ready = (await gateway!.StandardOutput.ReadLineAsync())!;
        string port = ready.Split(' ')[3].Split(':')[^1];
        CommandResult lines = await errand.RunAsync("gateway", "env", worker, "--port", port);
        Assert.True(lines.ExitCode == 0, lines.ToString());

        string command = worker == "claude"
            ? $"{lines.Output}\nexec claude -p --permission-mode bypassPermissions --setting-sources ''"
            : $"{lines.Output.TrimEnd()} exec --skip-git-repo-check -s danger-full-access -";
        var start = new ProcessStartInfo("/bin/bash", ["-c", command])
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in Variables())
            start.Environment[name] = value;
        using Process client = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TestTimeouts.Default);
        Task<string> output = client.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> error = client.StandardError.ReadToEndAsync(patience.Token);
        await client.StandardInput.WriteAsync(prompt);
        client.StandardInput.Close();
        await client.WaitForExitAsync(patience.Token);
        return new CommandResult(client.ExitCode, await output, await error);
    }

    /// <summary>Ends the gateway and gives what it said of failed calls.</summary>
    public async Task<string> EndAsync()
    {
        ProcessList.Terminate(gateway!.Id);
        using var patience = new CancellationTokenSource(TestTimeouts.Default);
        await gateway.WaitForExitAsync(patience.Token);
        return await log!;
    }

    /// <summary>The requests of clients and what they were answered, as the gateway recorded them.</summary>
    public IEnumerable<JsonNode> Records() => Directory.EnumerateFiles(records).Order(StringComparer.Ordinal).Select(file => JsonNode.Parse(File.ReadAllText(file))!);

    /// <inheritdoc cref="PlantedKey.FilesWith"/>
    public IEnumerable<string> FilesWithKey() => PlantedKey.FilesWith(Key, errand);

    /// <summary>The calls in the ledger.</summary>
    public IEnumerable<JsonNode> LedgerCalls() => LedgerFile.Calls(errand);

    public async ValueTask DisposeAsync()
    {
        await errand.DisposeAsync();
        gateway?.Dispose();
        await Model.DisposeAsync();
    }

    private void Configure(long? calls)
    {
        foreach ((string file, string secret) in ((string, string)[])[("up.key", Key), ("me.token", "the-token-of-me-24680")])
        {
            File.WriteAllText(Path.Combine(errand.State, file), secret);
            File.SetUnixFileMode(Path.Combine(errand.State, file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        errand.Configure(JsonNode.Parse($$"""
            {
              "upstreams": { "main": { "protocol": "chat", "baseUrl": "{{Model.OpenAIBaseUrl}}", "keyFile": "up.key", "profile": "deepseek" } },
              "models": { "usual": { "upstream": "main", "model": "m-usual" }, "fast": { "upstream": "main", "model": "m-fast" } },
              "gateway": { "clients": [ { "name": "me", "tokenFile": "me.token", "budget": {{(calls is null ? "{}" : $$"""{ "calls": {{calls}} }""")}} } ] }
            }
            """)!.AsObject());
    }

    private IEnumerable<(string Name, string Value)> Variables()
    {
        // Codex does not work with its home below the temp directory.
        string temp = Directory.CreateDirectory(Path.Combine(errand.Root, "temp")).FullName;
        yield return ("PATH", $"{Path.GetDirectoryName(ToolPaths.Claude)}:{Path.GetDirectoryName(ToolPaths.Codex)}:{Environment.GetEnvironmentVariable("PATH")}");
        yield return ("HOME", errand.Home);
        yield return ("TMPDIR", temp);
        // Whatever a client tries to reach outside loopback, it is sent to where nobody is.
        yield return ("HTTPS_PROXY", "http://127.0.0.1:9");
        yield return ("NO_PROXY", "127.0.0.1");
        yield return ("DISABLE_AUTOUPDATER", "1");
        // Says that somebody else holds the process, without which Claude Code refuses to run as root with everything allowed.
        yield return ("IS_SANDBOX", "1");
    }
}
