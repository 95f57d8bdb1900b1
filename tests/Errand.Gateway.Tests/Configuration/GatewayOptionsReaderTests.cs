using System.Text.Json;
using Errand.Core;
using Errand.Core.Forms;
using Errand.Gateway.Configuration;
using Errand.Gateway.Translation;
using Errand.Testing;

namespace Errand.Gateway.Tests.Configuration;

public sealed class GatewayOptionsReaderTests : IDisposable
{
    private const string Contract = """
        { "upstreams": { "cheap":  { "protocol": "chat", "baseUrl": "http://127.0.0.1:18080/v1", "keyFile": "cheap.key", "profile": "generic" },
                         "spare":  { "protocol": "chat", "baseUrl": "http://127.0.0.1:18081/v1", "keyEnv": "SPARE_KEY" },
                         "direct": { "protocol": "anthropic", "baseUrl": "http://127.0.0.1:18080/v1", "keyFile": "direct.key" } },
          "models":    { "fast":  { "upstream": "cheap", "model": "deepseek-chat", "profile": "deepseek", "fallback": ["spare/deepseek-chat"], "escalate": "think" },
                         "think": { "upstream": "direct", "model": "big-model" } },
          "prices":    { "deepseek-chat": { "input": 0.27, "cached": 0.07, "output": 1.10, "currency": "USD", "per": 1000000, "date": "2026-11-01" } },
          "gateway":   { "clients": [ { "name": "me", "tokenFile": "me.token" }, { "name": "small", "tokenFile": "small.token", "budget": { "tokens": 1000, "usd": 0.5 } } ],
                         "retry": { "attempts": 4 }, "breaker": { "failures": 5, "open": "30s" } } }
        """;

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_whole_contract_is_read()
    {
        GatewayOptions options = Read(Contract);

        Assert.Equal(
            new UpstreamOptions
            {
                Name = "cheap",
                Protocol = UpstreamProtocol.Chat,
                BaseUrl = "http://127.0.0.1:18080/v1",
                KeyFile = directory["cheap.key"],
                Profile = "generic",
            },
            options.Upstreams["cheap"]);
        Assert.Equal(("SPARE_KEY", UpstreamProtocol.Anthropic), (options.Upstreams["spare"].KeyEnv, options.Upstreams["direct"].Protocol));
        Assert.Equal(("cheap", "deepseek-chat", "think"), (options.Models["fast"].Upstream, options.Models["fast"].Model, options.Models["fast"].Escalate));
        Assert.Equal(["spare/deepseek-chat"], options.Models["fast"].Fallback);
        Assert.Equal((0.27m, 0.07m, 1.10m), (options.Prices["deepseek-chat"].Input, options.Prices["deepseek-chat"].Cached, options.Prices["deepseek-chat"].Output));
        Assert.Equal((1000L, 0.5m), (options.Serving.Clients[1].Budget!.Tokens, options.Serving.Clients[1].Budget!.Usd));
        Assert.Equal((4, 5, TimeSpan.FromSeconds(30)), (options.Serving.Retry.Attempts, options.Serving.Breaker.Failures, options.Serving.Breaker.Open));
    }

    [Fact]
    public void A_key_that_cannot_be_read_hides_no_wrong_name_and_is_blamed_once() => Assert.Equal(
        [
            "FILE: upstreams.alpha.protocol is 'x' and must be one of chat, anthropic, responses: it is none of them.",
            "FILE: prices.p.input is '-1' and must be a number from 0 to PRICE.",
            "FILE: models.m.upstream names the upstream 'q', which does not exist. Known: alpha.",
        ],
        Problems("""
            { "upstreams": { "alpha": { "protocol": "x", "baseUrl": "http://127.0.0.1:1/v1" } },
              "models": { "m": { "upstream": "q" }, "n": { "upstream": "alpha" } }, "prices": { "p": { "input": -1 } } }
            """).Select(problem => problem.Contains("prices", StringComparison.Ordinal) ? problem[..problem.IndexOf("from 0 to", StringComparison.Ordinal)] + "from 0 to PRICE." : problem));

    [Fact]
    public void Parameters_cannot_hold_what_each_request_says_itself()
    {
        string[] problems = Problems("""
            { "upstreams": { "a": { "protocol": "chat", "baseUrl": "http://127.0.0.1:1/v1", "keyFile": "a.key" } },
              "models": { "m": { "upstream": "a", "parameters": { "stream": false, "tools": [], "temperature": 0 } } } }
            """);

        Assert.Equal(
            [
                "FILE: models.m.parameters holds 'stream', which each request says itself; remove it.",
                "FILE: models.m.parameters holds 'tools', which each request says itself; remove it.",
            ],
            problems);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_each_with_key_value_and_what_is_allowed()
    {
        string[] problems = Problems("""
            { "upstreams": { "a": { "protocol": "chatt", "baseUrl": "http://u:p@h/" }, "b": { "apiKey": "x" } },
              "models": { "m": { "upstream": 7 } }, "gateway": { "retry": { "attempts": 0 }, "timeouts": { "activity": "5" } } }
            """);

        Assert.Equal(
            [
                "FILE: upstreams.a.protocol is 'chatt' and must be one of chat, anthropic, responses: perhaps 'chat' is meant.",
                "FILE: upstreams.a.baseUrl is 'http://***@h/' and must be an absolute http or https URL without user name and password: it holds a user name or password.",
                "FILE: upstreams.b.apiKey looks like a secret, and this file may hold none; put it into the environment and name the variable with keyEnv or passEnv, or into a file and name that with keyFile.",
                "FILE: models.m.upstream is a number and must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit.",
                "FILE: gateway.retry.attempts is '0' and must be a whole number from 1 to 20: it is too small.",
                "FILE: gateway.timeouts.activity is '5' and must be a length of time from 1s to 1h, such as 90s, 10m or 1h30m: 5 has no unit; write 5s, 5m, 5h or 5d.",
            ],
            problems);
    }

    [Fact]
    public void Names_that_do_not_exist_are_refused_with_those_that_do()
    {
        string[] problems = Problems("""
            { "upstreams": { "cheap": { "protocol": "chat", "baseUrl": "http://h/v1", "profile": "depseek" } },
              "models": { "fast": { "upstream": "chaep", "fallback": ["spare/x"], "escalate": "thnk" }, "think": { "upstream": "cheap" } } }
            """);

        Assert.Equal(
            [
                "FILE: upstreams.cheap.profile names the profile 'depseek', which does not exist. Did you mean 'deepseek'?",
                "FILE: models.fast.upstream names the upstream 'chaep', which does not exist. Did you mean 'cheap'? Known: cheap.",
                "FILE: models.fast.fallback[0] is 'spare/x', which is neither a model nor UPSTREAM/MODEL. Known: fast, think, cheap/MODEL.",
                "FILE: models.fast.escalate is 'thnk', which is neither a model nor UPSTREAM/MODEL. Did you mean 'think'? Known: fast, think, cheap/MODEL.",
            ],
            problems.Select(problem => problem.Contains("profile", StringComparison.Ordinal) ? problem.Split(" Known", 2)[0] : problem));
    }

    [Fact]
    public void A_circle_of_fallbacks_is_refused_once()
    {
        string[] problems = Problems("""
            { "upstreams": { "u": { "protocol": "chat", "baseUrl": "http://h/v1" } },
              "models": { "a": { "upstream": "u", "fallback": ["b"] }, "b": { "upstream": "u", "escalate": "c" }, "c": { "upstream": "u", "fallback": ["a"] },
                          "d": { "upstream": "u", "fallback": ["a"] }, "e": { "upstream": "u", "escalate": "e" } } }
            """);

        Assert.Equal(
            [
                "FILE: models.a leads back to itself through fallback or escalate: a → b → c → a.",
                "FILE: models.e leads back to itself through fallback or escalate: e → e.",
            ],
            problems);
    }

    [Fact]
    public void Keys_and_tokens_that_cannot_be_had_are_all_told_and_open_files_are_warned_of()
    {
        directory.Write("direct.key", " ");
        directory.Write("me.token", "one\n");
        directory.Write("small.token", "one\n");

        var refusal = Assert.Throws<ErrandException>(() => GatewaySecrets.Read(Read(Contract), directory["config.json"], _ => null));

        Assert.Equal(
            [
                "upstreams.cheap.keyFile is 'DIR/cheap.key', which does not exist; it must be a file that holds the upstream's key in one line.",
                "upstreams.spare.keyEnv is 'SPARE_KEY', and that variable is not set; set it with `export SPARE_KEY=…` where errand is started, or use keyFile.",
                "upstreams.direct.keyFile is 'DIR/direct.key', which is empty; it must be a file that holds the upstream's key in one line.",
                "gateway.clients[1].tokenFile is 'DIR/small.token', which holds the token of another client too; give each its own.",
            ],
            refusal.Message.Split('\n')[1..].Select(line => line.Replace(directory["config.json"] + ": ", "", StringComparison.Ordinal).Replace(directory.Path, "DIR", StringComparison.Ordinal).Trim()));
    }

    [Fact]
    public void Keys_come_from_files_and_variables()
    {
        foreach (string name in (string[])["cheap.key", "direct.key", "me.token", "small.token"])
            File.SetUnixFileMode(directory.Write(name, $" {name}-value\n"), UnixFileMode.UserRead);
        File.SetUnixFileMode(directory["cheap.key"], UnixFileMode.UserRead | UnixFileMode.OtherRead);

        GatewaySecrets secrets = GatewaySecrets.Read(Read(Contract), directory["config.json"], name => name == "SPARE_KEY" ? "from-variable" : null);

        Assert.Equal(("cheap.key-value", "from-variable", "small.token-value"), (secrets.Keys["cheap"], secrets.Keys["spare"], secrets.Tokens["small"]));
        Assert.Contains("cheap.key', which other users may read", Assert.Single(secrets.Warnings), StringComparison.Ordinal);
    }

    private GatewayOptions Read(string json)
    {
        GatewayOptions options = Read(json, out List<string> problems);
        Assert.Empty(problems);
        return options;
    }

    private string[] Problems(string json)
    {
        Read(json, out List<string> problems);
        return [.. problems.Select(problem => problem.Replace(directory["config.json"], "FILE", StringComparison.Ordinal))];
    }

    private GatewayOptions Read(string json, out List<string> problems)
    {
        problems = [];
        using JsonDocument document = JsonDocument.Parse(json);
        return GatewayOptionsReader.Read(
            document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value),
            new Place(directory["config.json"], "", "/home/ada", problems));
    }
}
