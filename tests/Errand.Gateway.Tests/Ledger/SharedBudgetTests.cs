using Errand.Core;
using Errand.Gateway.Ledger;
using Errand.Testing;

namespace Errand.Gateway.Tests.Ledger;

/// <summary>Budgets that several processes take from; each ledger here stands for one.</summary>
public sealed class SharedBudgetTests : IAsyncDisposable
{
    private static readonly BudgetSettings Day = new() { Day = new Budget(Tokens: 10_000) };

    private readonly LedgerBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task What_one_process_used_another_cannot()
    {
        UsageLedger one = bench.Open(Day, "one");
        Assert.True((await LedgerBench.UseAsync(one.OpenClient("a", Budget.None), 9_000, 500)).IsGranted);
        one.Flush();

        CallPermit refused = await LedgerBench.UseAsync(bench.Open(Day, "two").OpenClient("b", Budget.None), 600, 10);

        Assert.Equal(
            "The budget of this day has no room for this call, which needs about 600 tokens: 10,000 tokens allowed, 9,500 tokens used.", refused.Refusal);
    }

    [Fact]
    public async Task Many_processes_at_once_never_pass_a_budget_together()
    {
        ICallMeter[] meters = [.. Enumerable.Range(0, 4).Select(number => bench.Open(Day, $"process {number}").OpenClient("a", Budget.None))];

        bool[] granted = await Task.WhenAll(Enumerable.Range(0, 120).Select(number => Task.Run(async () => (await LedgerBench.UseAsync(meters[number % 4], 10, 90)).IsGranted)))
            .WaitAsync(TestTimeouts.Default);

        Assert.Equal(100, granted.Count(was => was));
    }

    [Fact]
    public async Task What_a_dead_process_held_counts_as_used()
    {
        UsageLedger one = bench.Open(Day, "one");
        await one.OpenClient("a", Budget.None).ReserveAsync(new CallEstimate("cheap", 1_000, 8_000), CancellationToken.None);
        bench.Kill("one");

        ICallMeter other = bench.Open(Day, "two").OpenClient("b", Budget.None);

        Assert.True((await LedgerBench.UseAsync(other, 100, 100)).IsGranted);
        Assert.False((await LedgerBench.UseAsync(other, 1_000, 100)).IsGranted);
    }

    [Fact]
    public async Task An_idle_process_holds_nothing()
    {
        UsageLedger one = bench.Open(Day, "one");
        await LedgerBench.UseAsync(one.OpenClient("a", Budget.None), 100, 100);
        one.Flush();
        bench.Kill("one");

        Assert.True((await LedgerBench.UseAsync(bench.Open(Day, "two").OpenClient("b", Budget.None), 9_800, 0)).IsGranted);
    }

    [Fact]
    public async Task Each_repository_and_each_client_has_a_budget_of_its_own()
    {
        var budgets = new BudgetSettings { Repository = new Budget(Calls: 1) };
        UsageLedger ledger = bench.Open(budgets);
        JobMeter job = bench.OpenJob(ledger, Budget.None);

        Assert.True((await LedgerBench.UseAsync(job, 1, 1)).IsGranted);
        Assert.StartsWith("This month's budget of repository '/home/me/shop' is used up", (await LedgerBench.UseAsync(job, 1, 1)).Refusal, StringComparison.Ordinal);
        Assert.Equal(BudgetScope.Repository, (await job.Refused).Scope);

        ICallMeter small = ledger.OpenClient("small", new Budget(Calls: 1));
        Assert.True((await LedgerBench.UseAsync(small, 1, 1)).IsGranted);
        Assert.StartsWith("Today's budget of client 'small' is used up", (await LedgerBench.UseAsync(small, 1, 1)).Refusal, StringComparison.Ordinal);
        Assert.True((await LedgerBench.UseAsync(ledger.OpenClient("me", new Budget(Calls: 1)), 1, 1)).IsGranted);
    }

    [Fact]
    public async Task A_counter_that_cannot_be_read_refuses_instead_of_letting_everything_through()
    {
        UsageLedger one = bench.Open(Day, "one");
        ICallMeter meter = one.OpenClient("a", Budget.None);
        await LedgerBench.UseAsync(meter, 1, 1);
        one.Flush();
        string file = Assert.Single(Directory.GetFiles(Path.Combine(bench.State, "run/budgets"), "*.json"));
        await File.WriteAllTextAsync(file, "{ torn");

        CallPermit refused = await LedgerBench.UseAsync(meter, 5_000, 10);

        Assert.StartsWith($"A budget cannot be looked at: '{file}' is damaged", refused.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_counter_that_is_damaged_from_the_start_refuses_too_and_lets_an_attempt_end()
    {
        Directory.CreateDirectory(Path.Combine(bench.State, "run/budgets"));
        string file = Path.Combine(bench.State, "run/budgets", $"day-{DateTime.UtcNow:yyyy-MM-dd}.json");
        await File.WriteAllTextAsync(file, "");
        JobMeter meter = bench.OpenJob(bench.Open(Day), Budget.None);

        CallPermit refused = await LedgerBench.UseAsync(meter, 10, 10);

        Assert.StartsWith($"A budget cannot be looked at: '{file}' is damaged", refused.Refusal, StringComparison.Ordinal);
        Assert.StartsWith("A budget cannot be looked at: ", Assert.Single(meter.Warnings), StringComparison.Ordinal);
    }
}
