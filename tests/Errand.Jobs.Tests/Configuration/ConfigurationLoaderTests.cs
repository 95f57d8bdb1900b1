using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly ConfigurationFile file = new();

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("{}")]
    public void Without_a_file_or_keys_the_defaults_hold(string? json)
    {
        ErrandConfiguration configuration = file.Load(json);

        Assert.Equal(["claude", "codex"], configuration.Workers.Keys);
        Assert.Equal(["auto", "fast", "think"], configuration.Tiers.Keys.Order());
        Assert.Equal(new LimitSettings(), configuration.Limits);
        Assert.Equal(new IsolationSettings(), configuration.Isolation);
    }

    [Fact]
    public void A_full_file_is_read_with_comments_and_trailing_commas()
    {
        ErrandConfiguration configuration = file.Load("""
            // my workers
            {
              "workers": {
                "cheap": {
                  "driver": "claude", "command": ["~/bin/claude", "--x"], "model": "deepseek-chat", "effort": "low",
                  "baseUrl": "http://127.0.0.1:8080/anthropic", "keyEnv": "DEEPSEEK_API_KEY",
                  "env": { "MAX_THINKING_TOKENS": "0", "EMPTY": "" }, "passEnv": ["LANG"], "mounts": ["/opt/sdk/", "~/.nuget"],
                  "commands": ["dotnet test", "git diff"],
                },
                "codex": { "auth": "own", "profile": "work" },
                "mine": { "driver": "generic", "command": ["my-agent"], "output": "jsonl" },
              },
              "tiers": { "fast": { "worker": "cheap" }, "night": { "model": "big" } },
              "defaultWorker": "codex", "defaultTier": "night",
              "roots": ["~", "/srv/code"],
              "isolation": "inplace", /* mine alone */
              "limits": { "timeout": "2h", "stall": "90s", "grace": "0s", "checkTimeout": "1m30s", "slots": 3, "maxFiles": 10, "maxBytes": "2M" },
              "deny": ["secrets/**"],
              "retention": "7d",
            }
            """);

        WorkerSpec cheap = configuration.Workers["cheap"];
        Assert.Equal(["/home/ada/bin/claude", "--x"], cheap.Command);
        Assert.Equal(("claude", "deepseek-chat", "low"), (cheap.Driver, cheap.Model, cheap.Effort));
        Assert.Equal(("http://127.0.0.1:8080/anthropic", "DEEPSEEK_API_KEY"), (cheap.BaseUrl, cheap.KeyEnv));
        Assert.Equal(["/opt/sdk", "/home/ada/.nuget"], cheap.Mounts);
        Assert.Equal(["LANG"], cheap.PassEnv);
        Assert.Equal("0", cheap.Env["MAX_THINKING_TOKENS"]);
        Assert.Equal(["dotnet test", "git diff"], cheap.AllowedCommands);
        Assert.Equal(("codex", true, "work"), (configuration.Workers["codex"].Driver, configuration.Workers["codex"].OwnLogin, configuration.Workers["codex"].Profile));
        Assert.Equal(("generic", "jsonl"), (configuration.Workers["mine"].Driver, configuration.Workers["mine"].Output));
        Assert.True(configuration.Workers.ContainsKey("claude"));
        Assert.Equal("cheap", configuration.Tiers["fast"].Worker);
        Assert.Equal("low", configuration.Tiers["fast"].Effort);
        Assert.Equal("big", configuration.Tiers["night"].Model);
        Assert.Equal(("codex", "night", IsolationKind.Inplace), (configuration.DefaultWorker, configuration.DefaultTier, configuration.Isolation.Workspace));
        Assert.Equal(["/home/ada", "/srv/code"], configuration.Roots);
        Assert.Equal(["secrets/**"], configuration.Deny);
        Assert.Equal(TimeSpan.FromDays(7), configuration.Retention);
        Assert.Equal(
            new LimitSettings
            {
                Timeout = TimeSpan.FromHours(2),
                Stall = TimeSpan.FromSeconds(90),
                Grace = TimeSpan.Zero,
                CheckTimeout = TimeSpan.FromSeconds(90),
                Slots = 3,
                MaxFiles = 10,
                MaxBytes = 2 << 20,
            },
            configuration.Limits);
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        ErrandConfiguration configuration = file.Load(
            """{ "defaultWorker": "claude", "limits": { "timeout": "2h", "slots": 3 }, "isolation": "inplace" }""",
            ("ERRAND_WORKER", "codex"),
            ("ERRAND_TIER", "think"),
            ("ERRAND_TIMEOUT", "5m"),
            ("ERRAND_ISOLATION", "checkout"),
            ("ERRAND_ROOTS", "/srv:~/src"),
            ("ERRAND_STALL", ""));

        Assert.Equal(("codex", "think", IsolationKind.Checkout), (configuration.DefaultWorker, configuration.DefaultTier, configuration.Isolation.Workspace));
        Assert.Equal(new LimitSettings { Timeout = TimeSpan.FromMinutes(5), Slots = 3 }, configuration.Limits);
        Assert.Equal(["/srv", "/home/ada/src"], configuration.Roots);
    }

    [Fact]
    public void Isolation_is_a_word_for_the_workspace_or_an_object()
    {
        Assert.Equal(new IsolationSettings { Workspace = IsolationKind.Checkout }, file.Load("""{ "isolation": "checkout" }""").Isolation);
        Assert.Equal(
            new IsolationSettings { Workspace = IsolationKind.Inplace, Minimum = IsolationRung.Landlock, Maximum = IsolationRung.Bubblewrap },
            file.Load("""{ "isolation": { "workspace": "inplace", "minimum": "landlock", "maximum": "bubblewrap" } }""").Isolation);
        Assert.Equal(
            new IsolationSettings { Workspace = IsolationKind.Checkout, Minimum = IsolationRung.None, Maximum = IsolationRung.Landlock },
            file.Load("""{ "isolation": { "minimum": "overlay" } }""", ("ERRAND_ISOLATION", "checkout"), ("ERRAND_ISOLATION_MINIMUM", "none"), ("ERRAND_ISOLATION_MAXIMUM", "landlock")).Isolation);
    }

    [Fact]
    public void All_problems_are_named_at_once_with_file_key_value_and_what_is_allowed()
    {
        string refusal = file.Refusal(
            """{ "limits": { "timeout": "10", "slots": 0, "graec": "5s" }, "isolation": "jail", "roots": "src", "deny": ["../x"] }""",
            ("ERRAND_GRACE", "2h"));

        Assert.Equal(
            """
            ERR2001 The configuration has 7 problems:
              FILE: limits.timeout is '10' and must be a length of time from 1s to 1d, such as 90s, 10m or 1h30m: 10 has no unit; write 10s, 10m, 10h or 10d.
              FILE: limits.slots is '0' and must be a whole number from 1 to 256: it is too small.
              FILE: limits.graec is no key that Errand knows here. Did you mean 'grace'? Known: timeout, stall, grace, checkTimeout, slots, reworks, revise, maxFiles, maxBytes.
              FILE: isolation is 'jail' and must be one of checkout, inplace, overlay: it is none of them.
              FILE: roots is a text and must be a list, each an absolute path, or one that begins with ~/.
              FILE: deny[0] is '../x' and must be a glob relative to the repository's root, such as secrets/**: deny pattern '../x' is refused: REASON.
              environment: ERRAND_GRACE is '2h' and must be a length of time from 0s to 1m, such as 90s, 10m or 1h30m: it is too long.
            """,
            System.Text.RegularExpressions.Regex.Replace(refusal, "(?<=is refused: ).*", "REASON."));
    }

    [Theory]
    [InlineData("""{ "limits": { "slots": -5 } }""", "limits.slots is '-5' and must be a whole number from 1 to 256: it is too small.")]
    [InlineData("""{ "workers": { "x": {} } }""", "workers.x.driver is missing; it must be one of claude, codex, generic.")]
    [InlineData("""{ "workers": { "x": { "driver": "cluade" } } }""", "workers.x.driver is 'cluade' and must be one of claude, codex, generic: perhaps 'claude' is meant.")]
    [InlineData("""{ "workers": { "x": { "driver": "generic" } } }""", "workers.x.command is missing; a generic worker needs its program and arguments, such as [\"my-agent\", \"--stdin\"].")]
    [InlineData("""{ "workers": { "../x": {} } }""", "workers.../x has a name that is not allowed; it must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit.")]
    [InlineData("""{ "workers": { "claude": { "command": ["./claude"] } } }""", "workers.claude.command[0] is './claude' and must be an absolute path, or a name that is looked up in PATH: it is relative to nothing that stays the same.")]
    [InlineData("""{ "workers": { "claude": { "command": [] , "command": [] } } }""", "workers.claude.command appears twice.")]
    [InlineData("""{ "workers": { "claude": { "model": "--danger" } } }""", "workers.claude.model is '--danger' and must be a text that is not empty and does not begin with '-': the worker's CLI would take it for an option.")]
    [InlineData("""{ "workers": { "claude": { "model": null } } }""", "workers.claude.model is null (leave the key out instead) and must be a text that is not empty and does not begin with '-'.")]
    [InlineData("""{ "workers": { "claude": { "output": "jsonl" } } }""", "workers.claude.output is only for workers with driver generic; this one has driver claude.")]
    [InlineData("""{ "workers": { "claude": { "baseUrl": "ftp://host" } } }""", "workers.claude.baseUrl is 'ftp://host' and must be an absolute http or https URL without user name and password: its scheme is ftp.")]
    [InlineData("""{ "workers": { "claude": { "keyEnv": "A", "keyFile": "/k" } } }""", "workers.claude.keyFile stands beside keyEnv; keep one of them.")]
    [InlineData("""{ "workers": { "claude": { "keyEnv": "A", "auth": "own" } } }""", "workers.claude.auth is \"own\" although a key is named; remove keyEnv and keyFile, or set auth to \"key\".")]
    [InlineData("""{ "workers": { "codex": { "commands": ["make"] } } }""", "workers.codex.commands is only for workers with driver claude; this one has driver codex, whose program cannot be held to it.")]
    [InlineData("""{ "workers": { "x": { "driver": "generic", "command": ["/x"], "auth": "own" } } }""", "workers.x.auth is \"own\", which is only for workers with driver claude or codex; this one has driver generic.")]
    [InlineData("""{ "deny": ["!x"] }""", "deny[0] is '!x' and must be a glob relative to the repository's root, such as secrets/**: deny pattern '!x' is refused: deny already means no. Leave out the '!', or write '\\!' for a name that begins with it.")]
    [InlineData("""{ "tiers": { "fast": { "worker": "cheap" } } }""", "tiers.fast.worker names the worker 'cheap', which does not exist. Known: claude, codex.")]
    [InlineData("""{ "defaultWorker": "codx" }""", "defaultWorker names the worker 'codx', which does not exist. Did you mean 'codex'? Known: claude, codex.")]
    [InlineData("""{ "isolation": 1 }""", "isolation is a number and must be one of checkout, inplace, overlay, or an object with the keys workspace, minimum, maximum.")]
    [InlineData("""{ "isolation": { "minimum": "jail" } }""", "isolation.minimum is 'jail' and must be one of none, landlock, bubblewrap, overlay: it is none of them.")]
    [InlineData("""{ "isolation": { "maximum": "landlock" } }""", "isolation.minimum is bubblewrap and above `isolation.maximum`, which is landlock, so that no job could run; change one of them.")]
    [InlineData("""{ "isolation": { "workspace": "checkout", "minimum": "overlay" } }""", "isolation.workspace is checkout, and `isolation.minimum` demands overlay; change one of them.")]
    [InlineData("""{ "sandbox": { "minimum": "none" } }""", "sandbox.minimum is no key that Errand knows here. Write `isolation.minimum`.")]
    [InlineData("[]", "the file is a list and must be an object with the keys $schema, workers, tiers, defaultWorker, defaultTier, repositories, roots, isolation, report, review, sandbox, workspace, limits, deny, retention, upstreams, models, prices, profiles, gateway, budgets.")]
    public void A_wrong_file_is_refused(string json, string expected) => Assert.Equal($"ERR2001 FILE: {expected}", file.Refusal(json));

    [Theory]
    [InlineData("""{ "workers": { "claude": { "apiKey": "hunter22" } } }""", "workers.claude.apiKey")]
    [InlineData("""{ "workers": { "claude": { "env": { "ANTHROPIC_AUTH_TOKEN": "hunter22" } } } }""", "workers.claude.env.ANTHROPIC_AUTH_TOKEN")]
    [InlineData("""{ "workers": { "claude": { "env": { "EXTRA": "sk-ant-hunter22-hunter22" } } } }""", "workers.claude.env.EXTRA")]
    [InlineData("""{ "workers": { "claude": { "command": ["claude", "--key=sk-ant-hunter22-hunter22"] } } }""", "workers.claude.command[1]")]
    public void A_secret_in_the_file_is_refused_and_not_shown(string json, string key)
    {
        string refusal = file.Refusal(json);

        Assert.StartsWith($"ERR2001 FILE: {key} looks like a secret", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ada:hunter22@host/v1", "http://***@host/v1")]
    [InlineData("http://ada:hunter/hunter22@host/v1", "http://***@host/v1")]
    [InlineData("ada:hunter22@host", "***@host")]
    [InlineData("hunter22@host", "***@host")]
    [InlineData("ftp://host/v1?key=hunter22", "ftp://host/v1?***")]
    [InlineData("http://ada:hunter22?@host", "http://***@host")]
    public void A_refused_URL_is_shown_without_its_credentials(string url, string shown)
    {
        string refusal = file.Refusal($$"""{ "workers": { "claude": { "baseUrl": "{{url}}" } } }""");

        Assert.StartsWith($"ERR2001 FILE: workers.claude.baseUrl is '{shown}' and must be ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"limits\": { \"timeout\" } }", "ERR2002 FILE cannot be read: line 1, byte ")]
    [InlineData("{", "ERR2002 FILE cannot be read: line 1, byte ")]
    [InlineData("{}\n{}", "ERR2002 FILE cannot be read: line 2, byte ")]
    public void A_file_that_is_no_JSON_is_refused_with_the_line(string json, string expected)
    {
        string refusal = file.Refusal(json);

        Assert.StartsWith(expected, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm() => Assert.Equal("codex", file.Load("\uFEFF{ \"defaultWorker\": \"codex\" }").DefaultWorker);

    [Fact]
    public void A_directory_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(file.Path);

        Assert.StartsWith("ERR2002 FILE cannot be read: ", file.Refusal(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_file_is_refused_before_it_is_read()
    {
        using (FileStream stream = File.Create(file.Path))
            stream.SetLength(1L << 40);

        Assert.Contains("may have 1,048,576", file.Refusal(null), StringComparison.Ordinal);
    }
}
