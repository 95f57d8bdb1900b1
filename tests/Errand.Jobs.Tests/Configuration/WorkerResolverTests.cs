using Errand.Core;
using Errand.Jobs.Configuration;

namespace Errand.Jobs.Tests.Configuration;

public sealed class WorkerResolverTests
{
    private static readonly ErrandConfiguration Configuration = ErrandConfiguration.Default with
    {
        Workers = new Dictionary<string, WorkerSpec>(ErrandConfiguration.Default.Workers)
        {
            ["cheap"] = new() { Name = "cheap", Driver = "claude", Model = "small", Effort = "medium" },
        },
        Tiers = new Dictionary<string, TierSettings>(ErrandConfiguration.Default.Tiers)
        {
            ["bulk"] = new() { Worker = "cheap", Model = "tiny" },
        },
    };

    [Theory]
    [InlineData(null, null, "claude", "auto", null, null)]
    [InlineData(null, "auto", "claude", "auto", null, null)]
    [InlineData("codex", null, "codex", "auto", null, null)]
    [InlineData(null, "fast", "claude", "fast", null, "low")]
    [InlineData("cheap", "think", "cheap", "think", "small", "high")]
    [InlineData("cheap", null, "cheap", "auto", "small", "medium")]
    [InlineData(null, "bulk", "cheap", "bulk", "tiny", "medium")]
    [InlineData("cheap", "bulk", "cheap", "bulk", "tiny", "medium")]
    public void Worker_tier_and_defaults_are_joined(string? worker, string? tier, string name, string tierName, string? model, string? effort)
    {
        ResolvedWorker resolved = WorkerResolver.Resolve(worker, tier, Configuration);

        Assert.Equal((name, tierName, model, effort), (resolved.Worker.Name, resolved.Tier, resolved.Worker.Model, resolved.Worker.Effort));
    }

    [Theory]
    [InlineData(null, null, "cheap", "bulk")]
    [InlineData(null, "auto", "cheap", "bulk")]
    [InlineData("codex", null, "codex", "auto")]
    [InlineData("codex", "auto", "codex", "auto")]
    [InlineData(null, "fast", "claude", "fast")]
    public void A_default_tier_is_used_where_none_is_chosen_and_gives_way_to_a_worker(string? worker, string? tier, string name, string tierName)
    {
        ResolvedWorker resolved = WorkerResolver.Resolve(worker, tier, Configuration with { DefaultTier = "bulk" });

        Assert.Equal((name, tierName), (resolved.Worker.Name, resolved.Tier));
    }

    [Theory]
    [InlineData("cluade", null, "ERR2003 There is no worker 'cluade'. Did you mean 'claude'? Known: cheap, claude, codex. Add others under `workers` in config.json.")]
    [InlineData(null, "slow", "ERR2004 There is no tier 'slow'. Known: auto, bulk, fast, think. Add others under `tiers` in config.json.")]
    [InlineData("claude", "bulk", "ERR2005 tier 'bulk' belongs to worker 'cheap' and cannot be used with worker 'claude'. Leave out one of them, or choose a tier without a worker: auto, fast, think.")]
    public void What_does_not_exist_or_fit_is_refused_with_what_does(string? worker, string? tier, string message) =>
        Assert.Equal(message, Assert.Throws<ErrandException>(() => WorkerResolver.Resolve(worker, tier, Configuration)).Message);
}
