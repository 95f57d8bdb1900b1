using System.Text.Json.Nodes;
using Errand.Core;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Gateway.Scripted;
using Errand.Testing;
using Xunit.Abstractions;

namespace Errand.EndToEnd.Tests.Workers;

/// <summary>The real workers on each rung that exists on this machine: they edit, build as their users would, and finish with work that a check proves.</summary>
public sealed class RungTests(ITestOutputHelper output)
{
    private const string Npm = """{ "call": { "tool": "shell", "command": "npm test && echo npm-$((40+2))" } }, { "expect": { "result": "npm-42" },""";
    private const string Dotnet = """ "call": { "tool": "shell", "command": "dotnet build app --nologo -v q && dotnet app/bin/Debug/net10.0/app.dll" } }, { "expect": { "result": "built-43" },""";

    [RealClientTheory]
    [InlineData("claude", "overlay")]
    [InlineData("claude", "bubblewrap")]
    [InlineData("claude", "landlock")]
    [InlineData("codex", "overlay")]
    [InlineData("codex", "bubblewrap")]
    [InlineData("codex", "landlock")]
    public async Task A_real_worker_edits_builds_and_finishes(string worker, string rung)
    {
        // A build of .NET costs more than all the rest, so one worker does it on each rung; that the other can build there is seen by npm.
        string builds = worker == "claude" ? Npm + Dotnet : Npm;
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await ScriptedModel.StartAsync(
            ModelScript.Parse($$"""
                {
                  "turns": [
                    { "call": { "tool": "read", "path": "greeting.txt" } },
                    { "call": { "tool": "edit", "path": "greeting.txt", "old": "one", "new": "two" } },
                    {{builds}} "say": "It builds." }
                  ]
                }
                """),
            new ScriptedModelOptions(),
            CancellationToken.None);
        WriteProjects(errand.Repository);
        Configure(errand, model, worker, rung);

        JobReceipt receipt = await errand.RunJobAsync("Greet twice.", "--check", "unit=npm test");

        if (receipt is { State: JobState.Blocked, Class: "sandbox" } && receipt.Reason?.StartsWith(ErrorCatalog.SandboxMissing.Id, StringComparison.Ordinal) == true)
        {
            output.WriteLine($"SKIPPED: {rung} does not work here: {receipt.Reason}");
            return;
        }

        Assert.True(receipt is { State: JobState.Review, Verdict: Verdict.Verified }, $"{receipt.State} {receipt.Class} {receipt.Verdict}: {receipt.Reason}\n{string.Join('\n', receipt.Checks)}");
        Assert.Empty(model.Violations);
        Assert.Equal(["greeting.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal("It builds.", receipt.Claim);
        Assert.Equal(
            rung switch
            {
                "overlay" => (IsolationKind.Overlay, SandboxKind.Bubblewrap),
                "bubblewrap" => (IsolationKind.Checkout, SandboxKind.Bubblewrap),
                _ => (IsolationKind.Checkout, SandboxKind.Landlock),
            },
            (receipt.Isolation, receipt.Sandbox));
    }

    /// <summary>A package and a program that need nothing from a registry.</summary>
    private static void WriteProjects(UserRepository repository)
    {
        repository.Write(".gitignore", "bin/\nobj/\n");
        repository.Write("package.json", """{ "name": "greeting", "version": "1.0.0", "private": true, "scripts": { "test": "node test.js" } }""");
        repository.Write("greeting.txt", "one\n");
        repository.Write("test.js", "require('assert').strictEqual(require('fs').readFileSync('greeting.txt', 'utf8'), 'two\\n');\n");
        repository.Write("app/NuGet.Config", "<configuration><packageSources><clear /></packageSources></configuration>\n");
        repository.Write(
            "app/app.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        repository.Write("app/Program.cs", "System.Console.WriteLine(\"built-\" + (40 + 3));\n");
        repository.Commit("projects");
    }

    private static void Configure(ErrandUnderTest errand, ScriptedModel model, string worker, string rung)
    {
        errand.Variables["MODEL_KEY"] = ScriptedModelOptions.DefaultToken;
        errand.Configure(new JsonObject
        {
            ["isolation"] = new JsonObject { ["minimum"] = rung, ["maximum"] = rung },
            ["workers"] = new JsonObject
            {
                [worker] = new JsonObject
                {
                    ["command"] = new JsonArray(worker == "claude" ? ToolPaths.Claude : ToolPaths.Codex),
                    ["model"] = "scripted",
                    ["baseUrl"] = worker == "claude" ? model.AnthropicBaseUrl : model.OpenAIBaseUrl,
                    ["keyEnv"] = "MODEL_KEY",
                    // What a first run does beside the build takes longer than the build.
                    ["env"] = new JsonObject { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false", ["DOTNET_NOLOGO"] = "1" },
                },
            },
            ["defaultWorker"] = worker,
        });
    }
}
