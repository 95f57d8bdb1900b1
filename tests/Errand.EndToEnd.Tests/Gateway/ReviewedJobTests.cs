using System.Text.Json.Nodes;
using Errand.Core;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>The work of one real worker that the other one reads, both against a scripted endpoint.</summary>
public sealed class ReviewedJobTests
{
    private const string Script = """
        {
          "usage": { "input": 1000, "output": 100 },
          "scripts": [
            {
              "name": "review",
              "match": "^Review work that somebody else has done",
              "turns": [
                { "call": { "tool": "shell", "command": "cat new.txt; echo bad >> new.txt || echo kept-out" } },
                { "expect": { "result": "one[^|]*kept-out" }, "say": "I have read it.\n{\"findings\":[{\"severity\":\"high\",\"file\":\"new.txt\",\"line\":1,\"sentence\":\"It says one and not two.\"}]}" }
              ]
            }
          ],
          "turns": [
            { "call": { "tool": "write", "path": "new.txt", "text": "one\n" } },
            { "say": "Done." }
          ]
        }
        """;

    [RealClientFact]
    public async Task Another_family_reads_the_work_lowers_the_verdict_and_is_booked_with_the_job()
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions(), CancellationToken.None);
        errand.Variables["PATH"] = $"{Path.Combine(ToolPaths.NodeModules, ".bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        File.WriteAllText(Path.Combine(errand.State, "up.key"), ScriptedModelOptions.DefaultToken);
        errand.Configure(JsonNode.Parse($$"""
            {
              "workers": { "claude": { "env": { "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1" } }, "codex": { "env": { "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1" } } },
              "tiers": { "work": { "worker": "claude", "model": "fast" }, "read": { "worker": "codex", "model": "wise" } },
              "review": { "tier": "read" },
              "upstreams": { "main": { "protocol": "anthropic", "baseUrl": "{{model.OpenAIBaseUrl}}", "keyFile": "up.key" }, "other": { "protocol": "responses", "baseUrl": "{{model.OpenAIBaseUrl}}", "keyFile": "up.key" } },
              "models": { "fast": { "upstream": "main", "model": "scripted-1" }, "wise": { "upstream": "other", "model": "scripted-2" } }
            }
            """)!.AsObject());

        JobReceipt receipt = await errand.RunJobAsync("Write new.txt.", "--tier", "work", "--check", "there=test -f new.txt", "--review");

        Assert.True(receipt.State == JobState.Review, $"{receipt.State} {receipt.Class}: {receipt.Reason}");
        Assert.Empty(model.Violations);
        Assert.Equal(("codex", "wise", ReviewStatus.Read, false), (receipt.Review!.Worker, receipt.Review.Model, receipt.Review.Status, receipt.Review.SameWorker));
        Assert.Equal([new ReviewFinding(ReviewSeverity.High, "new.txt", 1, "It says one and not two.")], receipt.Review.Findings);
        Assert.Equal(Verdict.Partly, receipt.Verdict);
        Assert.Equal((4, new ModelUsage(4_000, 0, 400)), (receipt.Calls, receipt.Usage));
        Assert.Equal(["", "", "1", "1"], LedgerFile.Calls(errand).Select(row => $"{row["review"]}"));
        Assert.Contains("review: codex: high new.txt:1 \"It says one and not two.\"", (await errand.RunAsync("show", "j1")).Output, StringComparison.Ordinal);
        Assert.Empty(errand.LiveProcesses());
    }
}
