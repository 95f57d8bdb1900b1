using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Gateway.Ledger;
using Errand.Jobs.Models;

namespace Errand.Models;

/// <summary>The gateway of one attempt, and its meter.</summary>
internal sealed class GatewaySession : IModelSession
{
    private readonly IAsyncDisposable server;
    private readonly UsageLedger ledger;
    private readonly JobMeter meter;

    private GatewaySession(IAsyncDisposable server, ModelEndpoint endpoint, UsageLedger ledger, JobMeter meter)
    {
        this.server = server;
        this.ledger = ledger;
        this.meter = meter;
        Endpoint = endpoint;
        BudgetReached = ReachedAsync();
    }

    public ModelEndpoint Endpoint { get; }

    public Task<BudgetStop> BudgetReached { get; }

    public static Task<GatewaySession> StartAsync(
        GatewayOptions options,
        ErrandEnvironment environment,
        UsageLedger ledger,
        JobMeter meter,
        ModelSessionRequest request,
        string token,
        TimeProvider clock,
        CancellationToken cancellationToken) => throw new NotSupportedException();

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
