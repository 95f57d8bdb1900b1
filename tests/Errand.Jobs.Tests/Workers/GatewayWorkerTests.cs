using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

/// <summary>What workers are given when the job's own gateway serves their model.</summary>
public sealed class GatewayWorkerTests : IDisposable
{
    private const string Url = "http://127.0.0.1:4711";
    private const string Token = "job-token-0123456789";

    private static readonly IReadOnlySet<string> AnyFlag = new HashSet<string> { "--effort", "--settings", "--tools" };

    private readonly WorkerBench bench = new();

    public GatewayWorkerTests() => bench.Program("bin/agent", isNative: true);

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Claude_gets_url_token_and_the_model_wherever_it_looks_for_one()
    {
        WorkerLaunch launch = Prepare("claude", model: "sonnet");

        Assert.Equal((Url, Token, false), (Value(launch, "ANTHROPIC_BASE_URL"), Value(launch, "ANTHROPIC_AUTH_TOKEN"), launch.Command.Environment.ContainsKey("ANTHROPIC_API_KEY")));
        Assert.All(
            (string[])["ANTHROPIC_MODEL", "ANTHROPIC_DEFAULT_HAIKU_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "CLAUDE_CODE_SUBAGENT_MODEL"],
            name => Assert.Equal("sonnet", Value(launch, name)));
        Assert.Equal([Token], launch.Secrets);
    }

    [Fact]
    public void Codex_gets_a_provider_whose_key_is_the_token()
    {
        WorkerLaunch launch = Prepare("codex", model: "fast");

        Assert.Contains($"model_providers.errand.base_url=\"{Url}/v1\"", launch.Command.Arguments);
        Assert.Contains("model_providers.errand.env_key=\"ERRAND_MODEL_KEY\"", launch.Command.Arguments);
        Assert.Equal(Token, Value(launch, "ERRAND_MODEL_KEY"));
        Assert.DoesNotContain(launch.Command.Arguments, argument => argument.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_other_program_gets_the_names_of_both_worlds()
    {
        WorkerLaunch launch = Prepare("generic", model: "fast");

        Assert.Equal(
            [("ANTHROPIC_AUTH_TOKEN", Token), ("ANTHROPIC_BASE_URL", Url), ("ERRAND_BASE_URL", Url + "/v1"), ("ERRAND_MODEL", "fast"), ("ERRAND_MODEL_KEY", Token),
                ("ERRAND_MODEL_URL", Url + "/v1"), ("OPENAI_API_KEY", Token), ("OPENAI_BASE_URL", Url + "/v1")],
            launch.Command.Environment.Where(entry => entry.Value.Contains(Url, StringComparison.Ordinal) || entry.Value is Token or "fast")
                .Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void No_variable_of_the_configuration_leads_claude_elsewhere_with_the_token() =>
        Assert.Equal(Url, Value(Prepare("claude", "fast", worker => worker with { Env = new Dictionary<string, string> { ["ANTHROPIC_BASE_URL"] = "http://elsewhere" } }), "ANTHROPIC_BASE_URL"));

    [Fact]
    public void A_key_beside_the_gateway_is_one_credential_too_many()
    {
        ErrandException refusal = Assert.Throws<ErrandException>(
            () => Prepare("claude", "fast", worker => worker with { Env = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "sk-mine" } }));

        Assert.StartsWith("ERR5005 Worker 'w' has more than one credential: ANTHROPIC_API_KEY, Errand's gateway, which serves its model.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fast", true)]
    [InlineData("other", false)]
    [InlineData(null, false)]
    public void The_gateway_serves_workers_whose_model_it_knows(string? model, bool isServed) =>
        Assert.Equal(isServed, GatewayUse.Resolve(new WorkerSpec { Name = "w", Driver = "claude", Model = model }, new KnownModels("fast")).UsesGateway);

    [Fact]
    public void A_worker_with_a_way_of_its_own_keeps_it()
    {
        var worker = new WorkerSpec { Name = "w", Driver = "claude", Model = "fast" };

        Assert.All(
            (WorkerSpec[])[worker with { OwnLogin = true }, worker with { BaseUrl = "http://x" }, worker with { KeyEnv = "K" }, worker with { KeyFile = "/k" }],
            own => Assert.False(GatewayUse.Resolve(own, new KnownModels("fast")).UsesGateway));
    }

    private WorkerLaunch Prepare(string driver, string model, Func<WorkerSpec, WorkerSpec>? change = null)
    {
        var worker = new WorkerSpec { Name = "w", Driver = driver, Command = [bench["bin/agent"]], Model = model, UsesGateway = true };
        WorkerContext context = bench.Context with { Worker = change?.Invoke(worker) ?? worker, Gateway = new ModelEndpoint(Url, Url + "/v1", Token) };
        return new WorkerDrivers().Get(worker).Prepare(context, new WorkerCapabilities(bench["bin/agent"], "1.0.0", AnyFlag), new WorkerPrompt("Do it.", null, ModelUsage.None));
    }

    private static string? Value(WorkerLaunch launch, string name) => launch.Command.Environment.GetValueOrDefault(name);
}
