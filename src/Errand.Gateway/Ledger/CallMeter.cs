using Errand.Core;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Ledger;

/// <summary>The meter of one client or job: its own budget and those that it shares with others, and its rows in the ledger.</summary>
internal sealed class CallMeter(
    Accounts accounts, BudgetSet budgets, PriceTable prices, Action<LedgerRow> write, LedgerRow template, TimeProvider clock) : ICallMeter
{
    /// <summary>Output tokens of a call that does not say how many it allows: what models of the last years do, and what an Anthropic endpoint is asked for.</summary>
    private const long UnsaidOutput = 32_000;

    /// <summary>How long to wait at most before another process' calls are looked at again.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    // Of the last call's input, the part that came from no cache: the best guess at the least that the next call takes.
    private double freshShare = 1;

    /// <summary>Told of the first refusal and of every later one: whose budget it was, and the text that the client gets.</summary>
    public event Action<BudgetScope, string>? Refused;

    /// <summary>Told of every call that was settled.</summary>
    public event Action<LedgerRow>? Settled;

    public DateTimeOffset Now => clock.GetUtcNow();

    public async ValueTask<CallPermit> ReserveAsync(CallEstimate estimate, CancellationToken cancellationToken)
    {
        if (TryReserve(estimate, out CallPermit first) != Decision.Later)
            return first;

        while (true)
        {
            // Asked for before the look, so that nothing that is given back after it is missed.
            Task settled = accounts.Settled;
            if (TryReserve(estimate, out CallPermit permit) != Decision.Later)
                return permit;

            await Task.WhenAny(settled, Task.Delay(PollInterval, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Settle(CallPermit permit, CallRecord record)
    {
        TokenUsage usage = record.Usage;
        ModelPrice? price = prices.Find(record.ServedModel);
        decimal? cost = price?.CostOf(usage);
        long tokens = usage.Input + usage.CacheWrite + usage.Output;
        accounts.Settle(
            permit.Reservations, account => new Spending(tokens, account.Limit.Currency is { } currency ? prices.FindFor(record.ServedModel, currency)?.CostOf(usage) ?? 0 : 0, 1));
        if (usage.Total > usage.Output)
            Volatile.Write(ref freshShare, (double)(usage.Input + usage.CacheWrite) / (usage.Total - usage.Output));

        LedgerRow row = template with
        {
            Kind = LedgerRowKind.Call,
            At = record.At,
            Attempt = record.Attempt == 0 ? template.Attempt : record.Attempt,
            Dialect = SnakeCase.Of(record.Dialect),
            Requested = record.RequestedModel,
            Served = record.ServedModel,
            Upstream = record.Upstream,
            Input = usage.Input,
            Cached = usage.CacheRead,
            CacheWrite = usage.CacheWrite,
            Output = usage.Output,
            Reasoning = usage.Reasoning,
            Seconds = Math.Round(record.Duration.TotalSeconds, 4),
            Money = cost,
            Currency = price?.Currency,
            PriceDate = price?.Date,
            Metering = usage.IsEstimated ? Metering.Estimated : Metering.Metered,
            Outcome = record.Fault is { } fault ? SnakeCase.Of(fault) : "ok",
            Status = record.Status,
            Try = record.Try,
        };
        write(row);
        Settled?.Invoke(row);
    }

    /// <summary>What a call becomes that nobody settled, because this process was killed: its input, and what its answer had come to.</summary>
    /// <param name="estimate">The call.</param>
    /// <param name="at">When it was made.</param>
    /// <param name="usedSoFar">Nothing before its answer began.</param>
    public LedgerRow RowIfLost(CallEstimate estimate, DateTimeOffset at, TokenUsage usedSoFar)
    {
        ModelPrice? price = prices.Find(estimate.Model);
        TokenUsage usage = usedSoFar.Total > 0 ? usedSoFar : new TokenUsage(estimate.InputTokens, 0, 0, 0, 0);
        return template with
        {
            At = at,
            Requested = estimate.Model,
            Served = estimate.Model,
            Input = usage.Input,
            Cached = usage.CacheRead,
            CacheWrite = usage.CacheWrite,
            Output = usage.Output,
            Reasoning = usage.Reasoning,
            Money = price?.CostOf(usage),
            Currency = price?.Currency,
            PriceDate = price?.Date,
            Metering = Metering.Estimated,
            Outcome = "lost",
            Try = 1,
        };
    }

    public void Release(CallPermit permit) => accounts.Settle(permit.Reservations, _ => Spending.None);

    private Decision TryReserve(CallEstimate estimate, out CallPermit permit)
    {
        try
        {
            IReadOnlyList<IAccount> asked = budgets.Current;
            if (asked.Count == 0)
            {
                permit = new CallPermit(true, null, estimate.InputTokens + estimate.OutputTokens, 0);
                return Decision.Granted;
            }

            Span<(Spending Need, Spending Least)> needs = stackalloc (Spending, Spending)[asked.Count];
            for (int at = 0; at < asked.Count; at++)
            {
                Limit limit = asked[at].Limit;
                ModelPrice? price = limit.Currency is { } currency ? prices.FindFor(estimate.Model, currency) : null;
                if (limit.Currency is not null && price is null)
                {
                    permit = Refuse(limit.Scope, limit.RefuseUnpriced(estimate.Model));
                    return Decision.Refused;
                }

                needs[at] = NeedOf(estimate, price);
            }

            Span<Spending> reserved = stackalloc Spending[asked.Count];
            Decision decision = accounts.TryReserve(asked, needs, reserved, out IAccount? refusing);
            permit = decision == Decision.Granted ? Grant(asked, reserved) : Refuse(decision, refusing!, needs[0].Least);
            return decision;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // A limit that cannot be looked at is a limit all the same.
            permit = Refuse(BudgetScope.Day, $"A budget cannot be looked at: {cause.Message}");
            return Decision.Refused;
        }
    }

    private (Spending Need, Spending Least) NeedOf(CallEstimate estimate, ModelPrice? price)
    {
        // Refused is only what has no room even if the cache serves it as it did before; reserved is all of it, because nobody knows what another call finds there.
        long fresh = (long)Math.Ceiling(estimate.InputTokens * Volatile.Read(ref freshShare));
        long output = estimate.OutputTokens > 0 ? estimate.OutputTokens : UnsaidOutput;
        decimal leastCost = price?.CostOf(new TokenUsage(fresh, estimate.InputTokens - fresh, 0, 0, 0)) ?? 0;
        decimal inputCost = price?.CostOf(new TokenUsage(estimate.InputTokens, 0, 0, 0, 0)) ?? 0;
        decimal outputCost = price is null ? 0 : Math.Max(price.Output, price.Reasoning ?? 0) * output / price.Per;
        return (new Spending(estimate.InputTokens + output, Math.Max(leastCost, inputCost) + outputCost, 1), new Spending(fresh, leastCost, 1));
    }

    private static CallPermit Grant(IReadOnlyList<IAccount> asked, ReadOnlySpan<Spending> reserved)
    {
        var reservations = new Reservation[asked.Count];
        long tokens = 0;
        decimal money = 0;
        for (int at = 0; at < reservations.Length; at++)
        {
            reservations[at] = new Reservation(asked[at], reserved[at]);
            tokens = Math.Max(tokens, reserved[at].Tokens);
            money = Math.Max(money, reserved[at].Money);
        }

        return new CallPermit(true, null, tokens, money) { Reservations = reservations };
    }

    private CallPermit Refuse(Decision decision, IAccount refusing, Spending least) => decision == Decision.Later
        ? new CallPermit(false, null, 0, 0)
        : Refuse(refusing.Limit.Scope, accounts.Read(() => refusing.Limit.Refuse(refusing.Used, least)));

    private CallPermit Refuse(BudgetScope scope, string text)
    {
        Refused?.Invoke(scope, text);
        return new CallPermit(false, text, 0, 0);
    }
}
