using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.BudgetScopes>;
using Budget = Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.BudgetOptions>;

namespace Errand.Gateway.Configuration.Shape;

/// <summary>The keys below <c>budgets</c>, and those of one budget.</summary>
internal static class BudgetShape
{
    private const string NoLimit = "no limit";

    public static ObjectForm<BudgetOptions> One { get; } = new(
        [
            Budget.Key(
                "tokens",
                Scalars.LargeCount(0, 1_000_000_000_000),
                budget => budget.Tokens ?? 0,
                (budget, value) => budget with { Tokens = value },
                "Input and output tokens; those read from a cache do not count.",
                defaultText: NoLimit),
            Money("usd", "Money in US dollars, by the table of prices."),
            Money("money", "The same in another currency, by prices in that currency."),
            Budget.Key(
                "currency",
                GatewayForms.Currency,
                budget => budget.Currency,
                (budget, value) => budget with { Currency = value },
                "The currency of money."),
            Budget.Key(
                "calls",
                Scalars.LargeCount(0, 1_000_000_000_000),
                budget => budget.Calls ?? 0,
                (budget, value) => budget with { Calls = value },
                "Calls to upstreams, retries among them.",
                defaultText: NoLimit),
        ],
        () => new BudgetOptions());

    public static ObjectForm<BudgetScopes> Scopes { get; } = new(
        [
            Key("job", One, scopes => scopes.Job, (scopes, value) => scopes with { Job = value }, "Each job, over all its attempts."),
            Key("day", One, scopes => scopes.Day, (scopes, value) => scopes with { Day = value }, "Everything in one day, UTC."),
            Key("repository", One, scopes => scopes.Repository, (scopes, value) => scopes with { Repository = value }, "Each repository's jobs in one month, UTC."),
            Key(
                "client",
                One,
                scopes => scopes.Client,
                (scopes, value) => scopes with { Client = value },
                "Each client of a stand-alone gateway that has no budget of its own, in one day, UTC."),
        ],
        () => new BudgetScopes());

    private static IMember<BudgetOptions> Money(string key, string meaning) => Budget.Key(
        key, Scalars.Amount(0, 1_000_000_000), budget => budget.Usd ?? 0, (budget, value) => budget with { Usd = value }, meaning, defaultText: NoLimit);
}
