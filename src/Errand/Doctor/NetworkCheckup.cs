using System.Runtime.CompilerServices;
using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Gateway.Probing;
using Errand.Gateways;

namespace Errand.Doctor;

/// <summary>Tries each model of the configuration at its upstream. It spends a few tokens, so it is only done when asked for.</summary>
internal sealed class NetworkCheckup(ErrandEnvironment environment, TimeProvider clock)
{
    private const string What = "gateway";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GatewaySettings settings;
        GatewaySecrets secrets;
        Finding? refused = null;
        try
        {
            settings = GatewaySettings.Load(environment, null);
            settings.RequireModels();
            secrets = GatewaySecrets.Read(settings.Options, settings.File, environment.Variables.GetValueOrDefault);
        }
        catch (ErrandException fault)
        {
            refused = fault.Error == ErrorCatalog.GatewayUnconfigured
                ? Finding.Warn(What, "no models are configured, so there is nothing to try", "add upstreams and models to config.json; docs/gateway.md shows how")
                : Finding.Fail(What, Sentences.Of(fault), fault.Error.Remedy.TrimEnd('.'));
            (settings, secrets) = (null!, null!);
        }

        if (refused is not null)
        {
            yield return refused;
            yield break;
        }

        foreach (string warning in secrets.Warnings)
            yield return Finding.Warn(What, Escaping.Escape(warning.TrimEnd('.')), "close the file as it says");

        var probe = new UpstreamProbe(settings.Options, secrets, clock);
        Task<ProbeResult>[] all = [.. probe.Targets.Select(target => probe.TryAsync(target.Upstream, target.Model, target.Profile, Limit, cancellationToken))];
        foreach (Task<ProbeResult> one in all)
            yield return Of(await one, settings);
    }

    private static Finding Of(ProbeResult result, GatewaySettings settings)
    {
        string what = $"upstream {result.Upstream}/{result.Model}";
        string reason = Escaping.Escape(result.Reason);
        UpstreamOptions upstream = settings.Options.Upstreams[result.Upstream];
        return result.Failed switch
        {
            null => Finding.Ok(what, reason),
            ProbeStep.Reach => Finding.Fail(what, reason, $"correct upstreams.{result.Upstream}.baseUrl or protocol in '{settings.File}', or start what should answer there"),
            ProbeStep.Key => Finding.Fail(what, reason, Key(upstream, settings.File)),
            ProbeStep.Model => Finding.Fail(what, reason, $"give a model that the upstream has in '{settings.File}'"),
            ProbeStep.Result when result.NeedsReasoningEcho => Finding.Fail(
                what, reason, $"it wants its reasoning back: set upstreams.{result.Upstream}.profile to \"deepseek\" or \"kimi\" in '{settings.File}'"),
            ProbeStep.Result => Finding.Fail(what, reason, "it does not take the result of a tool: set a profile that fits the backend, or use another model"),
            _ => Finding.Warn(what, reason, "use a model that calls tools: agents can do nothing without them"),
        };
    }

    private static string Key(UpstreamOptions upstream, string file) => upstream switch
    {
        { KeyFile: { } path } => $"write a valid key into '{path}'",
        { KeyEnv: { } variable } => $"export {variable}=… with a valid key",
        _ => $"give upstreams.{upstream.Name}.keyFile or keyEnv in '{file}'",
    };
}
