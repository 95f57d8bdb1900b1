using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>The meter of one attempt of a job, and what it has counted.</summary>
public sealed class JobMeter : ICallMeter
{
    private readonly CallMeter meter;
    private readonly Accounts accounts;
    private readonly BudgetSet budgets;
    private readonly LocalAccount own;
    private readonly UsageFile usage;
    private readonly Action touch;
    private readonly JobMeterOptions options;
    private readonly TaskCompletionSource<BudgetRefusal> refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="meter">Counts.</param>
    /// <param name="accounts">All of this process.</param>
    /// <param name="budgets">The job's own among them, if it has one.</param>
    /// <param name="own">The job's own.</param>
    /// <param name="usage">The job's file.</param>
    /// <param name="touch">Told of each call that begins: sees that the file is written soon.</param>
    /// <param name="options">The attempt.</param>
    internal JobMeter(CallMeter meter, Accounts accounts, BudgetSet budgets, LocalAccount own, UsageFile usage, Action touch, JobMeterOptions options)
    {
        this.meter = meter;
        this.accounts = accounts;
        this.budgets = budgets;
        this.own = own;
        this.usage = usage;
        this.touch = touch;
        this.options = options;
        meter.Refused += (scope, text) => refused.TrySetResult(new BudgetRefusal(scope, text));
        meter.Settled += usage.Add;
    }

    /// <summary>Ends with the first refusal of a call.</summary>
    public Task<BudgetRefusal> Refused => refused.Task;

    /// <summary>What the job may use over all its attempts from now on, calls that wait for room included. It limits the same things as before.</summary>
    /// <returns>False = a call was refused before, so that the worker ends.</returns>
    public bool TryChangeBudget(Budget budget) => accounts.Change(() => own.TryChange(budget));

    /// <summary>What this attempt has used so far.</summary>
    public JobUsage Usage => Sum(usage.Totals.Where(IsOwn));

    /// <summary>Sentences for the receipt: budgets that are nearly used up, and models for which a budget of money takes the dearest price, because they have none.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            IReadOnlyList<IAccount> asked;
            try
            {
                asked = budgets.Current;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                return [$"A budget cannot be looked at: {cause.Message}"];
            }

            var warnings = accounts.Read(() => asked.Where(account => account.Limit.IsNearlyUsedUp(account.Used)).Select(account => account.Limit.Warn(account.Used)).ToList());
            foreach (string currency in asked.Select(account => account.Limit.Currency).OfType<string>().Distinct())
            {
                warnings.AddRange(usage.Totals.Where(total => IsOwn(total) && total.Currency != currency).Select(total => total.Served).Distinct()
                    .Select(model => $"The model {Escaping.Quote(model, 80)} has no price in {currency}, so a budget counts its calls as those of the dearest model that has. Add it under `prices`."));
            }

            return warnings;
        }
    }

    /// <summary>What an attempt used by the job's file; null = no call of it was counted.</summary>
    /// <param name="usageFile">The job's <c>usage.json</c>.</param>
    /// <param name="attempt">From 1.</param>
    /// <param name="review">A review of it; 0 = the attempt's own worker.</param>
    public static JobUsage? Read(string usageFile, int attempt, int review)
    {
        UsageTotal[] totals = [.. UsageFile.Read(usageFile).Models.Where(total => IsOf(total, attempt, review))];
        return totals.Length == 0 ? null : Sum(totals);
    }

    public async ValueTask<CallPermit> ReserveAsync(CallEstimate estimate, CancellationToken cancellationToken)
    {
        CallPermit permit = await meter.ReserveAsync(estimate, cancellationToken);
        if (permit.IsGranted)
        {
            DateTimeOffset at = meter.Now;
            usage.Begin(permit, () => meter.RowIfLost(estimate, at, permit.UsedSoFar?.Invoke() ?? default));
            touch();
        }

        return permit;
    }

    public void Release(CallPermit permit)
    {
        usage.End(permit);
        meter.Release(permit);
    }

    public void Settle(CallPermit permit, CallRecord record)
    {
        usage.End(permit);
        meter.Settle(permit, record);
    }

    private bool IsOwn(UsageTotal total) => IsOf(total, options.Attempt, options.Review);

    private static bool IsOf(UsageTotal total, int attempt, int review) => total.Attempt == attempt && (total.Review ?? 0) == review;

    private static JobUsage Sum(IEnumerable<UsageTotal> totals) => totals
        .Select(total => new JobUsage
        {
            Tokens = total.Tokens,
            Calls = total.Calls,
            Cost = total.Money is { } money ? [new MoneyAmount(money, total.Currency!)] : [],
            Metering = total.Metering,
        })
        .Aggregate(JobUsage.None, JobUsage.Add);
}
