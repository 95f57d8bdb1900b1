using Errand.Core;
using Errand.Gateway.Ledger;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Testing;

namespace Errand.Gateway.Tests.Ledger;

/// <summary>A state directory with a ledger, and short ways to make calls.</summary>
internal sealed class LedgerBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly PriceTable Prices = new(new Dictionary<string, ModelPrice>
    {
        ["cheap"] = new() { Input = 1, Cached = 0.1m, Output = 2, Date = "2026-11-01" },
        ["yuan"] = new() { Input = 3, Output = 6, Currency = "CNY" },
    });

    private readonly TempDirectory temp = new();
    private readonly HashSet<string> dead = [];
    private readonly List<UsageLedger> opened = [];

    public string State => temp.Path;

    public string UsageFile => Path.Combine(temp.MakeDirectory("jobs/j7"), "usage.json");

    public UsageLedger Open(BudgetSettings? budgets = null, string holder = "me", TimeProvider? clock = null)
    {
        var ledger = new UsageLedger(
            new UsageLedgerOptions { StateDirectory = State, Prices = Prices, Budgets = budgets ?? BudgetSettings.None, Holder = holder, IsAlive = other => !dead.Contains(other) },
            clock ?? TimeProvider.System);
        opened.Add(ledger);
        return ledger;
    }

    public JobMeter OpenJob(UsageLedger ledger, Budget budget, int attempt = 1, int review = 0) => ledger.OpenJob(new JobMeterOptions
    {
        Job = "j7",
        Attempt = attempt,
        Review = review,
        Worker = "claude",
        Tier = "fast",
        Repository = "/home/me/shop",
        UsageFile = UsageFile,
        Budget = budget,
    });

    /// <summary>From now on that process counts as dead.</summary>
    public void Kill(string holder) => dead.Add(holder);

    public IReadOnlyList<LedgerRow> Rows() => [.. new LedgerReader(State).Read(null)];

    public static CallRecord Call(TokenUsage usage, string model = "cheap", FaultKind? fault = null, DateTimeOffset? at = null) => new()
    {
        At = at ?? Noon,
        Client = "j7",
        Dialect = ClientDialect.Messages,
        RequestedModel = "fast",
        ServedModel = model,
        Upstream = "main",
        Usage = usage,
        Duration = TimeSpan.FromSeconds(2),
        Fault = fault,
        Status = fault is null ? 200 : 503,
        Try = 1,
    };

    public static TokenUsage Tokens(long input, long output) => new(input, 0, 0, output, 0);

    /// <summary>One call that uses just what it said.</summary>
    public static async Task<CallPermit> UseAsync(ICallMeter meter, long input, long output, string model = "cheap")
    {
        CallPermit permit = await meter.ReserveAsync(new CallEstimate(model, input, output), CancellationToken.None).AsTask().WaitAsync(TestTimeouts.Default);
        if (permit.IsGranted)
            meter.Settle(permit, Call(Tokens(input, output), model));
        return permit;
    }

    public async Task DisposeLedgersAsync()
    {
        foreach (UsageLedger ledger in opened)
            await ledger.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeLedgersAsync();
        temp.Dispose();
    }
}
