using System.Collections.Concurrent;
using Errand.Core;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Ledger;

/// <summary>The ledger and the budgets of a state directory, as one process sees them. Any number of processes may do so at once.</summary>
public sealed class UsageLedger : IAsyncDisposable
{
    /// <summary>How old what is known of a call under way may be when the process is killed.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly UsageLedgerOptions options;
    private readonly TimeProvider clock;
    private readonly Accounts accounts = new();
    private readonly PeriodAccounts shared;
    private readonly LedgerWriter writer;
    private readonly ConcurrentBag<UsageFile> usageFiles = [];
    private readonly Lock gate = new();
    private readonly ITimer progress;
    private volatile string? fault;

    public UsageLedger(UsageLedgerOptions options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
        string run = Path.Combine(options.StateDirectory, "run");
        Directory.CreateDirectory(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        shared = new PeriodAccounts(Path.Combine(run, "budgets"), options.Holder, options.IsAlive, clock);
        writer = new LedgerWriter(DirectoryOf(options.StateDirectory), Path.Combine(run, "ledger.lock"), Publish, clock);
        progress = clock.CreateTimer(_ => Progress(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why something could not be written lately; null = all could.</summary>
    public string? Fault => writer.Fault ?? fault;

    /// <summary>Where the monthly files are.</summary>
    public static string DirectoryOf(string stateDirectory) => Path.Combine(stateDirectory, "ledger");

    /// <summary>A meter for a client of the stand-alone gateway.</summary>
    /// <param name="name">The client's name in the configuration.</param>
    /// <param name="budget">What it may use in a day (UTC).</param>
    public ICallMeter OpenClient(string name, Budget budget)
    {
        LedgerRow template = Template(DateTimeOffset.MinValue) with { Client = name };
        return new CallMeter(accounts, Budgets(budget.IsEmpty ? null : AskedOf(shared.Client(name, budget)), null), options.Prices, writer.Add, template, clock);
    }

    /// <summary>A meter for an attempt of a job.</summary>
    public JobMeter OpenJob(JobMeterOptions job)
    {
        UsageFile usage = Open(job.UsageFile);
        var own = new LocalAccount(new Limit($"the budget of job {job.Job}", BudgetScope.Job, job.Budget), UsedBefore(usage, job.Budget, options.Prices));
        BudgetSet budgets = Budgets(job.Budget.IsEmpty ? null : () => own, job.Repository);
        LedgerRow template = Template(DateTimeOffset.MinValue) with { Job = job.Job, Attempt = job.Attempt, Review = job.Review == 0 ? null : job.Review, Worker = job.Worker, Tier = job.Tier, Repository = job.Repository };
        return new JobMeter(new CallMeter(accounts, budgets, options.Prices, writer.Add, template, clock), accounts, budgets, own, usage, CallBegan, job);
    }

    /// <summary>Writes a row that is no call of a meter: an attempt's end, or usage that a worker with its own login told of.</summary>
    public void Add(LedgerRow row) => writer.Add(row);

    /// <summary>Writes what a worker with its own login told of, also into its job's file.</summary>
    /// <param name="row">All of it, as one call.</param>
    /// <param name="usageFile">The job's <c>usage.json</c>, an absolute path; its directory exists.</param>
    public void AddEstimate(LedgerRow row, string usageFile)
    {
        Open(usageFile).Add(row);
        writer.Add(row);
    }

    /// <summary>Books the calls that were under way when the process that made them was killed.</summary>
    /// <param name="usageFile">The <c>usage.json</c> of a job that nobody works on.</param>
    public void Recover(string usageFile)
    {
        Open(usageFile);
        Flush();
    }

    /// <summary>What usage costs by the price table; null = the model has no price.</summary>
    public MoneyAmount? CostOf(string model, in TokenUsage usage) =>
        options.Prices.Find(model) is { } price ? new MoneyAmount(price.CostOf(usage), price.Currency) : null;

    /// <summary>Writes everything that waits, now.</summary>
    public void Flush() => writer.Flush();

    /// <summary>Writes everything that waits and gives back what this process holds of shared budgets.</summary>
    public async ValueTask DisposeAsync()
    {
        await progress.DisposeAsync();
        await writer.DisposeAsync();
    }

    private UsageFile Open(string path)
    {
        var usage = new UsageFile(path);
        usageFiles.Add(usage);
        foreach (LedgerRow row in usage.Lost)
            writer.Add(row);
        return usage;
    }

    private static LedgerRow Template(DateTimeOffset at) => new() { Kind = LedgerRowKind.Call, At = at, Outcome = "ok" };

    private static Spending UsedBefore(UsageFile usage, Budget budget, PriceTable prices) => usage.Totals
        .Select(total => new Spending(total.Input + total.CacheWrite + total.Output, budget.Money is { } money ? CostOf(total, money.Currency, prices) : 0, total.Calls))
        .Aggregate(Spending.None, (sum, next) => sum + next);

    /// <summary>What was paid, or where that is not known in this currency what a budget takes for it.</summary>
    private static decimal CostOf(UsageTotal total, string currency, PriceTable prices) => total.Money is { } paid && total.Currency == currency
        ? paid
        : prices.FindFor(total.Served, currency)?.CostOf(new TokenUsage(total.Input, total.Cached, total.CacheWrite, total.Output, total.Reasoning)) ?? 0;

    private BudgetSet Budgets(Func<IAccount>? own, string? repository)
    {
        var sources = new List<Func<IAccount>>(3);
        if (own is not null)
            sources.Add(own);
        if (repository is not null && !options.Budgets.Repository.IsEmpty)
            sources.Add(AskedOf(shared.Repository(repository, options.Budgets.Repository)));
        if (!options.Budgets.Day.IsEmpty)
            sources.Add(AskedOf(shared.Day(options.Budgets.Day)));
        return new BudgetSet(sources);
    }

    private static Func<IAccount> AskedOf(PeriodAccount account) => () => account.Current;

    private void CallBegan()
    {
        writer.Touch();
        lock (gate)
            progress.Change(ProgressInterval, ProgressInterval);
    }

    /// <summary>Stands still again when no call is under way.</summary>
    private void Progress()
    {
        lock (gate)
        {
            bool isAny = false;
            foreach (UsageFile usage in usageFiles)
                isAny |= usage.Refresh();
            if (isAny)
                writer.Touch();
            else
                progress.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Publish()
    {
        string? problem = accounts.Publish();
        foreach (UsageFile usage in usageFiles)
        {
            try
            {
                usage.Save();
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                problem = cause.Message;
            }
        }

        fault = problem;
    }
}
