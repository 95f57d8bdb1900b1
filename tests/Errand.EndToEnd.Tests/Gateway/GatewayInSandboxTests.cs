using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>What a worker in its sandbox has of gateways: its own job's, and nothing else of the machine. Another job is at work meanwhile.</summary>
public sealed partial class GatewayInSandboxTests
{
    private const string Key = "sk-planted-upstream-key-5566778899";

    /// <summary>One call, told by the status of its answer. A URL in a variable would open its port to the worker, so ports are given as numbers.</summary>
    private const string Call = """
        call() {
          body='{"model":"fast","messages":[{"role":"user","content":"'"$3"'"}]}'
          if ! { exec 5<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null; then echo unreachable; return; fi
          printf 'POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' "$2" "${#body}" "$body" >&5
          read -r _ status _ <&5; echo "$status"
        }
        own=${ERRAND_MODEL_URL##*:}; own=${own%%/*}

        """;

    private const string Other = Call + """call "$own" "$ERRAND_MODEL_KEY" "$ERRAND_MODEL_KEY at $own"; sleep 300""";

    private const string Curious = Call + """
        {
          echo "own gateway: $(call "$own" "$ERRAND_MODEL_KEY" hello)"
          echo "own gateway with the other job's token: $(call "$own" "$OTHER_TOKEN" hello)"
          echo "the other job's gateway: $(call "$OTHER_PORT" "$OTHER_TOKEN" hello)"
          echo "the endpoint itself: $(call "$ENDPOINT_PORT" none hello)"
          echo "listening: $(cat /proc/net/tcp /proc/net/tcp6 | awk '$4 == "0A" { print $2 }' | sed 's/.*://' | sort -u | while read -r port; do [ "$((16#$port))" = "$own" ] && echo own || echo other; done)"
        } > result.txt
        """;

    [Fact]
    public async Task A_worker_reaches_the_gateway_of_its_job_with_its_token_and_no_other_port_of_the_machine()
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await ScriptedModel.StartAsync(
            ModelScript.Parse("""{ "turns": [ { "say": "Hello." } ] }"""), new ScriptedModelOptions { Token = Key }, CancellationToken.None);
        File.WriteAllText(Path.Combine(errand.State, "up.key"), Key);
        Configure(errand, model, Other);
        await errand.StartJobAsync("Be at work.");
        await Wait.ForAsync(() => model.Requests.Count > 0, "the other job has called its model");
        Match other = TokenAndPort().Match(model.Requests[0].Body);
        Configure(errand, model, Curious);
        errand.Variables["OTHER_TOKEN"] = other.Groups[1].Value;
        errand.Variables["OTHER_PORT"] = other.Groups[2].Value;
        errand.Variables["ENDPOINT_PORT"] = new Uri(model.OpenAIBaseUrl).Port.ToString(CultureInfo.InvariantCulture);

        JobReceipt receipt = await errand.RunJobAsync("Look around.");

        Assert.True(receipt.State == JobState.Review, $"{receipt.State} {receipt.Class}: {receipt.Reason}");
        Assert.Equal((SandboxKind.Bubblewrap, SandboxNetwork.Gateway), (receipt.Sandbox, receipt.Network));
        Assert.Equal(
            """
            own gateway: 200
            own gateway with the other job's token: 401
            the other job's gateway: unreachable
            the endpoint itself: unreachable
            listening: own

            """,
            errand.Repository.Git("show", "refs/errand/jobs/j2:result.txt"));
        Assert.Equal(0, (await errand.RunAsync("cancel", "j1")).ExitCode);
    }

    private static void Configure(ErrandUnderTest errand, ScriptedModel model, string script) => errand.Configure(new JsonObject
    {
        ["workers"] = new JsonObject
        {
            ["sh"] = new JsonObject
            {
                ["driver"] = "generic",
                ["command"] = new JsonArray("/bin/bash", "-c", script),
                ["model"] = "fast",
                ["passEnv"] = new JsonArray("OTHER_TOKEN", "OTHER_PORT", "ENDPOINT_PORT"),
            },
        },
        ["defaultWorker"] = "sh",
        ["upstreams"] = new JsonObject { ["main"] = new JsonObject { ["protocol"] = "chat", ["baseUrl"] = model.OpenAIBaseUrl, ["keyFile"] = "up.key" } },
        ["models"] = new JsonObject { ["fast"] = new JsonObject { ["upstream"] = "main", ["model"] = "scripted-1" } },
    });

    [GeneratedRegex("([0-9a-f]{48}) at ([0-9]+)")]
    private static partial Regex TokenAndPort();
}
