using Errand.Core;
using Errand.Gateway.Ledger;
using Errand.Testing;

namespace Errand.Gateway.Tests.Ledger;

public sealed class SharedAccountTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    public static TheoryData<Budget> Budgets => new(
        new Budget(Tokens: 1_000_000), new Budget(Money: new MoneyAmount(10, "USD")), new Budget(Tokens: 1_000_000, Money: new MoneyAmount(10, "USD")), new Budget(Calls: 100_000));

    [Theory]
    [MemberData(nameof(Budgets))]
    public void Few_calls_need_the_file_whatever_the_budget_limits(Budget budget)
    {
        string path = temp["day.json"];
        int updates = 0;
        // Whoever updates the file asks for each other holder whether it lives.
        new CounterFile(path, "other", _ => true).Update(Spending.None, (_, _) => new Spending(1, 0, 0));
        var account = new SharedAccount(new Limit("the budget", BudgetScope.Day, budget), new CounterFile(path, "me", _ => ++updates > 0));

        for (int call = 0; call < 1_000; call++)
        {
            Assert.Equal(Decision.Granted, account.TryReserve(new Spending(120, 0.0012m, 1), new Spending(20, 0.0002m, 1), out Spending reserved));
            account.Settle(reserved, new Spending(120, 0.0012m, 1));
        }

        Assert.InRange(updates, 1, 20);
        Assert.Equal(new Spending(120_000, 1.2m, 1_000), account.Used);
    }

    [Fact]
    public void A_budget_of_few_calls_is_held_call_by_call()
    {
        var account = new SharedAccount(new Limit("the budget", BudgetScope.Day, new Budget(Calls: 3)), new CounterFile(temp["day.json"], "me", _ => true));

        Decision[] decisions = [.. Enumerable.Range(0, 4).Select(_ => Use(account))];

        Assert.Equal([Decision.Granted, Decision.Granted, Decision.Granted, Decision.Refused], decisions);
    }

    [Fact]
    public void What_waits_for_others_leaves_the_file_alone()
    {
        string path = temp["day.json"];
        new CounterFile(path, "other", _ => true).Update(Spending.None, (_, _) => new Spending(900, 0, 0));
        var account = new SharedAccount(new Limit("the budget", BudgetScope.Day, new Budget(Tokens: 1_000)), new CounterFile(path, "me", _ => true));
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.Equal(Decision.Later, account.TryReserve(new Spending(500, 0, 1), new Spending(10, 0, 1), out _));

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
    }

    private static Decision Use(SharedAccount account)
    {
        Decision decision = account.TryReserve(new Spending(1, 0, 1), new Spending(1, 0, 1), out Spending reserved);
        if (decision == Decision.Granted)
            account.Settle(reserved, new Spending(1, 0, 1));
        return decision;
    }
}
