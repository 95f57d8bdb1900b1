using System.Globalization;
using System.Security.Cryptography;
using Errand.Core;
using Errand.Gateway;
using Errand.Gateway.Configuration;
using Errand.Gateway.Ledger;
using Errand.Gateway.Server;
using Errand.Jobs.Configuration;
using Errand.Jobs.Models;

namespace Errand.Models;

/// <summary>The gateway of one attempt, and its meter.</summary>
internal sealed class GatewaySession : IModelSession
{
    private const int TokenBytes = 24;

    private readonly ModelGateway server;
    private readonly UsageLedger ledger;
    private readonly JobMeter meter;

    private GatewaySession(ModelGateway server, ModelEndpoint endpoint, UsageLedger ledger, JobMeter meter)
    {
        this.server = server;
        this.ledger = ledger;
        this.meter = meter;
        Endpoint = endpoint;
        BudgetReached = ReachedAsync();
    }

    public ModelEndpoint Endpoint { get; }

    public Task<BudgetStop> BudgetReached { get; }

    /// <summary>Starts it on a free port of loopback, for this attempt alone.</summary>
    /// <param name="options">Where models are; the clients in it are those of the stand-alone gateway.</param>
    /// <param name="environment">Where keys may be.</param>
    /// <param name="ledger">The ledger that the meter writes to.</param>
    /// <param name="meter">Counts the attempt's calls.</param>
    /// <param name="request">The attempt.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Nothing is left behind.</param>
    /// <exception cref="ErrandException">A key cannot be read, or nothing can be listened to.</exception>
    public static async Task<GatewaySession> StartAsync(
        GatewayOptions options,
        ErrandEnvironment environment,
        UsageLedger ledger,
        JobMeter meter,
        ModelSessionRequest request,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        GatewayOptions own = options with { Serving = options.Serving with { Clients = [] } };
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        string source = Path.Combine(environment.StateDirectory, ConfigurationLoader.FileName);
        var server = await ModelGateway.StartAsync(
            new GatewaySetup
            {
                Options = own,
                Secrets = GatewaySecrets.Read(own, source, environment.Variables.GetValueOrDefault),
                Clients = [new GatewayClient(request.Spec.Id.ToString(), token, meter) { Attempt = request.Attempt, IsEscalated = request.IsEscalated }],
                Address = GatewayAddress.Loopback(0),
                HoldDirectory = Path.Combine(environment.StateDirectory, "run"),
                Clock = clock,
            },
            cancellationToken);
        string url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Port}");
        return new GatewaySession(server, new ModelEndpoint(url, url + "/v1", token), ledger, meter);
    }

    public bool TryChangeBudget(Budget budget) => meter.TryChangeBudget(budget);

    public async Task<SessionUsage> EndAsync()
    {
        await server.DisposeAsync();
        ledger.Flush();
        List<string> warnings = [.. meter.Warnings];
        if (ledger.Fault is { } fault)
            warnings.Add(fault);
        return new SessionUsage(meter.Usage, warnings);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<BudgetStop> ReachedAsync()
    {
        BudgetRefusal refusal = await meter.Refused;
        return new BudgetStop(refusal.Scope == BudgetScope.Job, refusal.Text);
    }
}
