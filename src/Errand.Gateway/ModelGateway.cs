using Errand.Core.Redaction;
using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Gateway.Recording;
using Errand.Gateway.Routing;
using Errand.Gateway.Server;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Upstreams;

namespace Errand.Gateway;

/// <summary>A running gateway: any client dialect in front, any model endpoint behind, with the real keys out of the clients' reach.</summary>
public sealed class ModelGateway : IAsyncDisposable
{
    private readonly UpstreamClient upstreams;
    private readonly ActivityWatch watch;
    private readonly ReadPacer pacer;
    private GatewayListener? listener;

    private ModelGateway(UpstreamClient upstreams, ActivityWatch watch, ReadPacer pacer)
    {
        this.upstreams = upstreams;
        this.watch = watch;
        this.pacer = pacer;
    }

    /// <summary>Its port; 0 if it listens on a socket.</summary>
    public int Port => listener!.Port;

    /// <summary>0 = no call is under way.</summary>
    public int CallsUnderWay => watch.Count;

    /// <summary>Refuses an address that other machines reach, unless the configuration wants that.</summary>
    /// <exception cref="ErrandException">ERR7011: it does not.</exception>
    public static void RequireAllowed(GatewayAddress address, ServingOptions serving)
    {
        if (!address.IsLocal && !(serving.AllowRemote && serving.Clients.Count > 0))
        {
            throw new ErrandException(
                ErrorCatalog.GatewayNotLocal,
                $"On {address.Address} other machines could reach the gateway, over plain HTTP. Listen on 127.0.0.1, or set `gateway.allowRemote` to true and name `gateway.clients` with a tokenFile each.");
        }
    }

    /// <exception cref="ErrandException">ERR7010: it cannot listen there. ERR7011: other machines would reach it. ERR7012: no model is configured. ERR7013: it cannot record.</exception>
    public static async Task<ModelGateway> StartAsync(GatewaySetup setup, CancellationToken cancellationToken)
    {
        if (setup.Options.Models.Count == 0)
            throw new ErrandException(ErrorCatalog.GatewayUnconfigured, "The configuration has no `models`, so there is nothing to serve. Add `upstreams` and `models`; docs/gateway.md shows an example.");
        RequireAllowed(setup.Address, setup.Options.Serving);
        var redactor = new Redactor(setup.Secrets.Values.Concat(setup.Clients.Select(client => client.Token)));
        var watch = new ActivityWatch(setup.Options.Serving.Timeouts, setup.Clock);
        var pacer = new ReadPacer(() => watch.Calls, setup.Clock);
        var gateway = new ModelGateway(new UpstreamClient(setup.Options.Serving.Timeouts, pacer), watch, pacer);
        try
        {
            var services = new CallServices
            {
                Router = new Router(setup.Options, UpstreamsOf(setup), BackendProfiles.Read(setup.Options.Profiles, [])),
                Translations = setup.Translations,
                Upstreams = gateway.upstreams,
                Faults = new UpstreamFaults(redactor, setup.Clock),
                Watch = watch,
                Retries = new RetryRules(setup.Options.Serving.Retry, Random.Shared),
                Holds = new HoldFile(setup.HoldDirectory, setup.Clock),
                Timeouts = setup.Options.Serving.Timeouts,
                Recorder = setup.RecordDirectory is null ? null : new Recorder(setup.RecordDirectory, redactor, setup.Clock),
                Clock = setup.Clock,
                Logger = setup.Logger,
            };
            var endpoints = new GatewayEndpoints(new ClientGate(setup.Clients, setup.Address is { IsLocal: true, SocketPath: null }), new CallHandler(services), services.Router.Names, setup.Logger);
            gateway.listener = await GatewayListener.StartAsync(setup.Address, endpoints.HandleAsync, setup.Clock, cancellationToken);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the calls that are under way, and frees port or socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (listener is not null)
            await listener.DisposeAsync();
        upstreams.Dispose();
        watch.Dispose();
        pacer.Dispose();
    }

    private static Dictionary<string, Upstream> UpstreamsOf(GatewaySetup setup) => setup.Options.Upstreams.Values.ToDictionary(
        upstream => upstream.Name,
        upstream => new Upstream(upstream, setup.Secrets.Keys.GetValueOrDefault(upstream.Name), new CircuitBreaker(setup.Options.Serving.Breaker, setup.Clock)));
}
