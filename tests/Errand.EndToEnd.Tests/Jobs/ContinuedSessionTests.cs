using System.Text.Json.Nodes;
using Errand.Core;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Jobs;

/// <summary>A job that continues another goes on where the real worker program stopped, with all that it knows.</summary>
public sealed class ContinuedSessionTests
{
    // A conversation that began anew would be given the first turns again.
    private const string Script = """
        {
          "turns": [
            { "call": { "tool": "write", "path": "one.txt", "text": "1\n" } },
            { "say": "First done." },
            { "call": { "tool": "write", "path": "two.txt", "text": "2\n" } },
            { "say": "Second done." }
          ]
        }
        """;

    [RealClientTheory]
    [InlineData("claude")]
    [InlineData("codex")]
    public async Task The_workers_session_goes_on(string name)
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await StartAsync(errand, name, Script);
        JobReceipt first = await errand.RunJobAsync("first step");
        Assert.True(first is { State: JobState.Review, Claim: "First done." }, $"{first.State} {first.Reason} {first.Claim}");

        JobReceipt second = await errand.RunJobAsync("second step", "--continue", "j1");

        Assert.True(second is { State: JobState.Review, Claim: "Second done." }, $"{second.State} {second.Reason} {second.Claim}");
        Assert.Equal(["one.txt", "two.txt"], second.Files.Select(file => file.Path));
        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Empty(model.Violations);
    }

    // The driver of Claude says the same of such a session; its program alone would take half a minute of the suite.
    [RealClientTheory]
    [InlineData("codex")]
    public async Task A_session_that_is_gone_is_replaced_by_one_that_is_told_everything(string name)
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await StartAsync(errand, name, """{ "turns": [{ "call": { "tool": "write", "path": "one.txt", "text": "1\n" } }, { "say": "Done." }] }""");
        await errand.RunJobAsync("first step", "--check", "two=test -e two.txt");
        foreach (string session in Directory.EnumerateFiles(Path.Combine(errand.JobDirectory("j1"), "home"), "*.jsonl", SearchOption.AllDirectories).ToArray())
            File.Delete(session);

        await errand.RunAsync("rework", "j1", "Make two.txt as well.");

        JobReceipt receipt = await errand.SettledAsync("j1");
        Assert.True(receipt is { State: JobState.Review, Reworks: 1, Attempt: 3 }, $"{receipt.State} {receipt.Reason} {receipt.Attempt}");
        Assert.Contains(receipt.Warnings, warning => warning.StartsWith("The worker's session of attempt 1 is gone", StringComparison.Ordinal));
        string brief = (await errand.RunAsync("show", "j1", "brief")).Output;
        Assert.StartsWith("first step\n", brief, StringComparison.Ordinal);
        Assert.All(["To do: Make two.txt as well.", "The check two failed:", "+++ b/one.txt\n@@ -0,0 +1 @@\n+1\n"], part => Assert.Contains(part, brief, StringComparison.Ordinal));
    }

    private static async Task<ScriptedModel> StartAsync(ErrandUnderTest errand, string name, string script)
    {
        ScriptedModel model = await ScriptedModel.StartAsync(ModelScript.Parse(script), new ScriptedModelOptions(), CancellationToken.None);
        errand.Variables["MODEL_KEY"] = ScriptedModelOptions.DefaultToken;
        errand.Configure(new JsonObject
        {
            ["workers"] = new JsonObject
            {
                [name] = new JsonObject
                {
                    ["command"] = new JsonArray(name == "claude" ? ToolPaths.Claude : ToolPaths.Codex),
                    ["model"] = "scripted",
                    ["baseUrl"] = name == "claude" ? model.AnthropicBaseUrl : model.OpenAIBaseUrl,
                    ["keyEnv"] = "MODEL_KEY",
                },
            },
            ["defaultWorker"] = name,
        });
        return model;
    }
}
