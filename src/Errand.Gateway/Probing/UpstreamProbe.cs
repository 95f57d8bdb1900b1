using System.Text.Json.Nodes;
using System.Text.Json;
using Errand.Core.Redaction;
using Errand.Gateway.Configuration;
using Errand.Gateway.Routing;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Translation;
using Errand.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Probing;

/// <summary>Tries each model that is configured at its upstream with two tiny requests, which cost next to nothing, and says what it found.</summary>
public sealed class UpstreamProbe(GatewayOptions options, GatewaySecrets secrets, TimeProvider clock)
{
    private const int LargestAnswer = 1 << 20;

    private readonly BackendProfiles profiles = BackendProfiles.Read(options.Profiles, []);
    private readonly UpstreamFaults faults = new(new Redactor(secrets.Values), clock);

    /// <summary>Each pair of upstream and model once, in the order of the configuration; <c>*</c> has no model that could be tried.</summary>
    public IReadOnlyList<(string Upstream, string Model, string Profile)> Targets =>
    [
        .. options.Models.Values
            .SelectMany(model => model.Fallback
                .Where(fallback => !options.Models.ContainsKey(fallback))
                .Select(fallback => TargetName.TrySplit(fallback, options, out string upstream, out string name) ? (upstream, name, ProfileOf(null, upstream)) : default)
                .Prepend((model.Upstream, model.Model ?? model.Name, ProfileOf(model.Profile, model.Upstream))))
            .Where(target => target.Item2 is not (null or ModelOptions.Any))
            .DistinctBy(target => (target.Item1, target.Item2)),
    ];

    /// <param name="upstreamName">The upstream.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="profileName">The profile that is in use.</param>
    /// <param name="limit">Longest time for each of the two requests.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProbeResult> TryAsync(string upstreamName, string model, string profileName, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var client = new UpstreamClient(options.Serving.Timeouts, pacer: null);
        var upstream = new Upstream(options.Upstreams[upstreamName], secrets.Keys.GetValueOrDefault(upstreamName), new CircuitBreaker(options.Serving.Breaker, clock));
        BackendProfile profile = profiles.Find(profileName)!;
        (GatewayFault? fault, JsonNode? answer) = await SendAsync(client, upstream, ProbeBodies.Ask(upstream.Protocol, model, profile), limit, cancellationToken);
        if (fault is not null)
            return new ProbeResult(upstreamName, model, StepOf(fault), Line(fault), false);
        if (!ProbeBodies.IsAnswer(upstream.Protocol, answer))
            return new ProbeResult(upstreamName, model, ProbeStep.Reach, $"{upstream.Shown} answered 200, but not in the form of protocol {upstream.Protocol.ToString().ToLowerInvariant()}", false);
        if (!ProbeBodies.HasCall(upstream.Protocol, answer))
            return new ProbeResult(upstreamName, model, ProbeStep.Tools, "it answered, but did not call the tool that it was told to call", false);

        (fault, answer) = await SendAsync(client, upstream, ProbeBodies.Answer(upstream.Protocol, model, profile), limit, cancellationToken);
        if (fault is not null)
        {
            bool isEcho = fault.Message.Contains("reasoning", StringComparison.OrdinalIgnoreCase) || fault.Message.Contains("thinking", StringComparison.OrdinalIgnoreCase);
            return new ProbeResult(upstreamName, model, ProbeStep.Result, Line(fault), isEcho);
        }

        return new ProbeResult(upstreamName, model, null, $"{upstream.Shown}: key, model and tool calls work (profile {profileName})", false);
    }

    private static string Line(GatewayFault fault) => fault.Message.TrimEnd('.');

    private static ProbeStep StepOf(GatewayFault fault) => fault switch
    {
        { Kind: FaultKind.UpstreamStatus, Status: 401 or 402 or 403 } => ProbeStep.Key,
        { Kind: FaultKind.UpstreamStatus, Status: 404 } => ProbeStep.Model,
        { Kind: FaultKind.UpstreamStatus, Status: 400 or 422 } when fault.Message.Contains("model", StringComparison.OrdinalIgnoreCase) => ProbeStep.Model,
        { Kind: FaultKind.UpstreamStatus, Status: 400 or 422 } => ProbeStep.Tools,
        _ => ProbeStep.Reach,
    };

    private string ProfileOf(string? name, string upstream) =>
        name ?? options.Upstreams.GetValueOrDefault(upstream)?.Profile ?? BackendProfiles.Generic;

    private async Task<(GatewayFault? Fault, JsonNode? Answer)> SendAsync(
        UpstreamClient client, Upstream upstream, byte[] body, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var content = new CallContent(body);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(upstream, content, isStream: false, new HeaderDictionary(), either.Token);
            if (!response.IsSuccessStatusCode)
                return (await faults.ReadAsync(upstream, response, either.Token), null);

            await using Stream stream = await AnswerBytes.OpenAsync(response, either.Token);
            byte[] bytes = new byte[LargestAnswer];
            int length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, either.Token);
            return (null, JsonNode.Parse(bytes.AsSpan(0, length)));
        }
        catch (JsonException)
        {
            return (null, null);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return (UpstreamFaults.Stalled(upstream, limit), null);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested && cause is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return (faults.Unreachable(upstream, cause), null);
        }
    }
}
