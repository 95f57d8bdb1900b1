using Errand.Core;
using Errand.Gateway.Ledger;
using Errand.Gateway.Ledger.Statistics;

namespace Errand.Gateway.Tests.Ledger;

public sealed class UsageStatisticsTests : IAsyncDisposable
{
    private readonly LedgerBench bench = new();

    public UsageStatisticsTests()
    {
        UsageLedger ledger = bench.Open();
        var call = new LedgerRow { Kind = LedgerRowKind.Call, At = LedgerBench.Noon, Outcome = "ok", Job = "j7", Attempt = 1, Worker = "claude", Tier = "fast", Repository = "/shop" };
        ledger.Add(call with { Served = "cheap", Input = 1_000, Cached = 9_000, Output = 500, Seconds = 2, Money = 0.1m, Currency = "USD" });
        ledger.Add(call with { Served = "title", Input = 10, Output = 5, Seconds = 1, Outcome = "upstream_torn" });
        ledger.Add(call with { Kind = LedgerRowKind.Attempt, Outcome = "verified", Seconds = 60, HostTokens = 150 });
        ledger.Add(call with { Job = "j8", Worker = "codex", At = LedgerBench.Noon.AddDays(1), Served = "cheap", Input = 100, Output = 20, Seconds = 3, Money = 0.5m, Currency = "CNY", Metering = Metering.Estimated });
        ledger.Add(call with { Job = "j8", Worker = "codex", At = LedgerBench.Noon.AddDays(1), Kind = LedgerRowKind.Attempt, Outcome = "blocked(quota)", Seconds = 5, HostTokens = 200 });
        ledger.Add(call with { Job = null, Attempt = 0, Client = "me", Worker = null, Tier = null, Repository = null, Served = "cheap", Input = 7, Output = 1, Seconds = 1 });
        ledger.Flush();
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public void The_sum_has_tokens_money_by_currency_time_success_and_what_the_host_was_spared()
    {
        (_, UsageLine total) = UsageStatistics.Of(new LedgerReader(bench.State), null, UsageGrouping.Day);

        Assert.Equal(
            new UsageLine
            {
                Key = "",
                Attempts = 2,
                Verified = 1,
                Calls = 4,
                FailedCalls = 1,
                InputTokens = 1_117,
                CachedTokens = 9_000,
                OutputTokens = 526,
                Seconds = 65,
                ModelSeconds = 7,
                HostTokens = 350,
                HostTokensSpared = 1_635 - 350,
                Metering = Metering.Estimated,
            },
            total with { Cost = [] });
        Assert.Equal(0.5, total.SuccessRate);
        Assert.Equal([new MoneyAmount(0.5m, "CNY"), new MoneyAmount(0.1m, "USD")], total.Cost);
    }

    [Theory]
    [InlineData(UsageGrouping.Day, "2026-11-21 1 1, 2026-11-22 1 0")]
    [InlineData(UsageGrouping.Model, "cheap 2 1, title 0 0")]
    [InlineData(UsageGrouping.Worker, "claude 1 1, codex 1 0, me 0 0")]
    [InlineData(UsageGrouping.Tier, "- 0 0, fast 2 1")]
    [InlineData(UsageGrouping.Repository, "- 0 0, /shop 2 1")]
    [InlineData(UsageGrouping.Outcome, "- 0 0, blocked(quota) 1 0, verified 1 1")]
    public void Lines_are_about_what_was_asked_for(UsageGrouping by, string expected)
    {
        (IReadOnlyList<UsageLine> lines, _) = UsageStatistics.Of(new LedgerReader(bench.State), null, by);

        Assert.Equal(expected, string.Join(", ", lines.Select(line => $"{line.Key} {line.Attempts} {line.Verified}")));
    }

    [Fact]
    public void What_was_before_does_not_count()
    {
        (IReadOnlyList<UsageLine> lines, UsageLine total) = UsageStatistics.Of(new LedgerReader(bench.State), LedgerBench.Noon.AddHours(1), UsageGrouping.Worker);

        Assert.Equal(["codex"], lines.Select(line => line.Key));
        Assert.Equal(1, total.Calls);
    }
}
