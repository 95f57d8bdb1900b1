using Errand.Core;
using Errand.Gateway.Ledger;
using Errand.Gateway.Translation.Answers;
using Errand.Testing;

namespace Errand.Gateway.Tests.Ledger;

public sealed class BudgetTests : IAsyncDisposable
{
    private readonly LedgerBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Calls_are_refused_once_the_tokens_are_used_and_the_refusal_says_whose_budget_it_is()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000));

        Assert.True((await LedgerBench.UseAsync(meter, 600, 100)).IsGranted);
        CallPermit refused = await LedgerBench.UseAsync(meter, 400, 100);

        Assert.Equal(
            "The budget of job j7 has no room for this call, which needs about 400 tokens: 1,000 tokens allowed, 700 tokens used.",
            refused.Refusal);
        Assert.Equal(new BudgetRefusal(BudgetScope.Job, refused.Refusal!), await meter.Refused.WaitAsync(TestTimeouts.Default));
    }

    [Fact]
    public async Task A_budget_with_nothing_left_is_called_used_up()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Calls: 1));

        await LedgerBench.UseAsync(meter, 1, 1);

        Assert.Equal("The budget of job j7 is used up: 1 calls allowed, 1 calls used.", (await LedgerBench.UseAsync(meter, 1, 1)).Refusal);
    }

    [Fact]
    public async Task Parallel_calls_never_pass_a_budget_together_and_none_is_refused_while_others_may_give_back()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000));
        int under = 0;
        int most = 0;

        bool[] granted = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            CallPermit permit = await meter.ReserveAsync(new CallEstimate("cheap", 10, 90), CancellationToken.None);
            if (!permit.IsGranted)
                return false;

            InterlockedMax(ref most, Interlocked.Increment(ref under));
            await Task.Yield();
            Interlocked.Decrement(ref under);
            meter.Settle(permit, LedgerBench.Call(LedgerBench.Tokens(10, 90)));
            return true;
        }))).WaitAsync(TestTimeouts.Default);

        Assert.Equal(10, granted.Count(was => was));
        Assert.InRange(most, 1, 10);
        Assert.Equal(1_000, meter.Usage.Tokens.InputTokens + meter.Usage.Tokens.OutputTokens);
    }

    [Fact]
    public async Task A_call_waits_for_what_another_has_reserved_and_gets_what_that_gives_back()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 100_000));
        CallPermit first = await meter.ReserveAsync(new CallEstimate("cheap", 100, 99_000), CancellationToken.None);

        Task<CallPermit> second = meter.ReserveAsync(new CallEstimate("cheap", 100, 64_000), CancellationToken.None).AsTask();
        Assert.False(second.IsCompleted);
        meter.Settle(first, LedgerBench.Call(LedgerBench.Tokens(100, 50)));

        Assert.True((await second.WaitAsync(TestTimeouts.Default)).IsGranted);
    }

    [Fact]
    public async Task A_larger_budget_counts_at_once_also_for_a_call_that_waits()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000));
        await meter.ReserveAsync(new CallEstimate("cheap", 100, 900), CancellationToken.None);
        Task<CallPermit> waiting = meter.ReserveAsync(new CallEstimate("cheap", 100, 900), CancellationToken.None).AsTask();

        Assert.True(meter.TryChangeBudget(new Budget(Tokens: 2_000)));

        Assert.True((await waiting.WaitAsync(TestTimeouts.Default)).IsGranted);
    }

    [Fact]
    public async Task A_budget_that_has_refused_a_call_stays_as_it_is_for_the_attempt()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Calls: 1));
        await LedgerBench.UseAsync(meter, 1, 1);
        Assert.False((await LedgerBench.UseAsync(meter, 1, 1)).IsGranted);

        Assert.False(meter.TryChangeBudget(new Budget(Calls: 2)));
        Assert.False((await LedgerBench.UseAsync(meter, 1, 1)).IsGranted);
    }

    [Fact]
    public async Task Warnings_are_about_the_larger_budget()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Calls: 1));
        await LedgerBench.UseAsync(meter, 1, 1);
        Assert.Equal(["The budget of job j7 is used up: 1 calls of 1 calls."], meter.Warnings);

        Assert.True(meter.TryChangeBudget(new Budget(Calls: 10)));

        Assert.Empty(meter.Warnings);
    }

    [Fact]
    public async Task A_waiting_call_ends_when_its_client_leaves()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000));
        await meter.ReserveAsync(new CallEstimate("cheap", 100, 900), CancellationToken.None);
        using var left = new CancellationTokenSource();
        Task<CallPermit> waiting = meter.ReserveAsync(new CallEstimate("cheap", 100, 900), left.Token).AsTask();

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TestTimeouts.Default));
    }

    [Fact]
    public async Task A_call_alone_may_allow_more_output_than_is_left()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 5_000));

        CallPermit permit = await meter.ReserveAsync(new CallEstimate("cheap", 100, 64_000), CancellationToken.None);

        Assert.Equal((true, 5_000), (permit.IsGranted, permit.Tokens));
    }

    [Fact]
    public async Task Tokens_read_from_a_cache_cost_money_and_count_as_no_tokens()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000, Money: new MoneyAmount(1, "USD")));
        CallPermit permit = await meter.ReserveAsync(new CallEstimate("cheap", 900, 10), CancellationToken.None);

        meter.Settle(permit, LedgerBench.Call(new TokenUsage(100, 1_000_000, 0, 50, 0)));

        Assert.Equal([new MoneyAmount(0.1002m, "USD")], meter.Usage.Cost);
        Assert.True((await LedgerBench.UseAsync(meter, 800, 50)).IsGranted);
    }

    [Fact]
    public async Task A_model_without_a_price_in_the_budgets_currency_takes_the_dearest_one_so_that_the_budget_holds()
    {
        UsageLedger ledger = bench.Open();
        JobMeter meter = bench.OpenJob(ledger, new Budget(Money: new MoneyAmount(0.07m, "USD")));

        Assert.True((await LedgerBench.UseAsync(meter, 10_000, 10_000, "yuan")).IsGranted);
        Assert.True((await LedgerBench.UseAsync(meter, 10_000, 10_000, "unknown")).IsGranted);
        // Twice 10,000 for 1 and 10,000 for 2 dollars a million each are taken; a third call needs a little more than the 0.01 that are left.
        Assert.Equal(
            "The budget of job j7 has no room for this call, which needs about 0.010001 USD: 0.07 USD allowed, 0.06 USD used.",
            (await LedgerBench.UseAsync(meter, 10_001, 10_000, "unknown")).Refusal);

        Assert.Equal([new MoneyAmount(0.09m, "CNY")], meter.Usage.Cost);
        Assert.Equal(
            [
                "The budget of job j7 is nearly used up: 0.06 USD of 0.07 USD.",
                "The model 'yuan' has no price in USD, so a budget counts its calls as those of the dearest model that has. Add it under `prices`.",
                "The model 'unknown' has no price in USD, so a budget counts its calls as those of the dearest model that has. Add it under `prices`.",
            ],
            meter.Warnings);
        ledger.Flush();
        JobMeter next = bench.OpenJob(bench.Open(), new Budget(Money: new MoneyAmount(0.07m, "USD")), attempt: 2);
        Assert.False((await LedgerBench.UseAsync(next, 10_001, 10_000)).IsGranted);
    }

    [Fact]
    public async Task A_budget_in_a_currency_without_prices_lets_nothing_through()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Money: new MoneyAmount(5, "EUR")));

        Assert.Equal(
            "The budget of job j7 is in EUR, and no model has a price in EUR. Add the price of 'cheap' under `prices`, or limit tokens.",
            (await LedgerBench.UseAsync(meter, 1, 1)).Refusal);
    }

    [Fact]
    public async Task Four_fifths_of_a_budget_are_worth_a_warning()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000));
        await LedgerBench.UseAsync(meter, 700, 99);
        Assert.Empty(meter.Warnings);

        await LedgerBench.UseAsync(meter, 1, 0);

        Assert.Equal(["The budget of job j7 is nearly used up: 800 tokens of 1,000 tokens."], meter.Warnings);
    }

    [Fact]
    public async Task The_next_attempt_begins_with_what_the_ones_before_have_used()
    {
        UsageLedger ledger = bench.Open();
        await LedgerBench.UseAsync(bench.OpenJob(ledger, new Budget(Tokens: 1_000)), 700, 100);
        ledger.Flush();

        JobMeter next = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000), attempt: 2);

        Assert.False((await LedgerBench.UseAsync(next, 201, 10)).IsGranted);
        Assert.Equal(JobUsage.None, next.Usage);
        Assert.Equal(800, JobMeter.Read(bench.UsageFile, 1, review: 0)!.Tokens.InputTokens + JobMeter.Read(bench.UsageFile, 1, review: 0)!.Tokens.OutputTokens);
    }

    [Fact]
    public async Task A_call_reserves_all_its_input_however_warm_the_cache_was_before()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 50_000));
        CallPermit warm = await meter.ReserveAsync(new CallEstimate("cheap", 20_000, 1_000), CancellationToken.None);
        meter.Settle(warm, LedgerBench.Call(new TokenUsage(100, 19_900, 0, 100, 0)));

        CallPermit first = await meter.ReserveAsync(new CallEstimate("cheap", 20_000, 1_000), CancellationToken.None);
        CallPermit second = await meter.ReserveAsync(new CallEstimate("cheap", 20_000, 1_000), CancellationToken.None);
        Task<CallPermit> third = meter.ReserveAsync(new CallEstimate("cheap", 20_000, 1_000), CancellationToken.None).AsTask();

        Assert.Equal((21_000, 21_000, false), (first.Tokens, second.Tokens, third.IsCompleted));
        meter.Settle(first, LedgerBench.Call(new TokenUsage(100, 19_900, 0, 100, 0)));
        Assert.True((await third.WaitAsync(TestTimeouts.Default)).IsGranted);
    }

    [Fact]
    public async Task A_call_that_was_not_made_gives_its_reservation_back()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), new Budget(Tokens: 1_000, Calls: 1));
        CallPermit unmade = await meter.ReserveAsync(new CallEstimate("cheap", 100, 900), CancellationToken.None);

        meter.Release(unmade);

        Assert.Equal(JobUsage.None, meter.Usage);
        Assert.True((await LedgerBench.UseAsync(meter, 100, 900)).IsGranted);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen)
            seen = Interlocked.CompareExchange(ref target, value, seen) is var was && was == seen ? value : was;
    }
}
