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
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions(), CancellationToken.None);
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
        JobReceipt first = await errand.RunJobAsync("first step");
        Assert.True(first is { State: JobState.Review, Claim: "First done." }, $"{first.State} {first.Reason} {first.Claim}");

        JobReceipt second = await errand.RunJobAsync("second step", "--continue", "j1");

        Assert.True(second is { State: JobState.Review, Claim: "Second done." }, $"{second.State} {second.Reason} {second.Claim}");
        Assert.Equal(["one.txt", "two.txt"], second.Files.Select(file => file.Path));
        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Empty(model.Violations);
    }
}
