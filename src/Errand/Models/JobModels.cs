using System.Text.Json;
using Errand.Core;
using Errand.Core.Forms;
using Errand.Gateway.Configuration;
using Errand.Gateway.Ledger;
using Errand.Gateway.Translation.Answers;
using Errand.Jobs.Configuration;
using Errand.Jobs.Models;
using Errand.Text;

namespace Errand.Models;

/// <summary>
/// Joins jobs and the gateway, which do not know each other. Nothing of the gateway is loaded before it is needed: most jobs only write a line or two
/// into the ledger.
/// </summary>
internal sealed class JobModels : IModelGateway
{
    private const string ModelsKey = "models";
    private const int BytesPerToken = 4;

    private readonly ErrandEnvironment environment;
    private readonly Func<ErrandConfiguration> configuration;
    private readonly TimeProvider clock;
    private readonly Lazy<GatewayOptions> options;
    private readonly Lazy<UsageLedger> ledger;

    public JobModels(ErrandEnvironment environment, Func<ErrandConfiguration> configuration, TimeProvider clock)
    {
        this.environment = environment;
        this.configuration = configuration;
        this.clock = clock;
        options = new Lazy<GatewayOptions>(ReadOptions);
        ledger = new Lazy<UsageLedger>(() => LedgerOpening.Open(environment, options.Value, clock));
    }

    public Budget? DefaultBudget => configuration().Gateway.ContainsKey("budgets") && BudgetSettings.BudgetOf(options.Value.Budgets.Job) is { IsEmpty: false } budget ? budget : null;

    public bool Knows(string? model) =>
        configuration().Gateway.TryGetValue(ModelsKey, out JsonElement models)
        && ((model is not null && models.TryGetProperty(model, out _)) || models.TryGetProperty(ModelOptions.Any, out _));

    public void RequireHoldable(string? model, Budget budget)
    {
        if (budget.Money is not { } money)
            return;

        GatewayOptions known = options.Value;
        ModelOptions? target = known.Models.GetValueOrDefault(model ?? "") ?? known.Models.GetValueOrDefault(ModelOptions.Any);
        string served = target?.Model ?? model ?? "";
        if (!known.Prices.TryGetValue(served, out PriceOptions? price))
        {
            throw new ErrandException(
                ErrorCatalog.InvalidArgument,
                $"budget '{budget}' is refused: the model {Escaping.Quote(served, 80)} has no price, so money cannot be held. Add it under `prices` in config.json, or limit tokens. Example: 200k");
        }

        if (price.Currency != money.Currency)
        {
            throw new ErrandException(
                ErrorCatalog.InvalidArgument,
                $"budget '{budget}' is refused: the price of {Escaping.Quote(served, 80)} is in {price.Currency}. Example: {money with { Currency = price.Currency }}");
        }
    }

    public async Task<IModelSession> StartAsync(ModelSessionRequest request, CancellationToken cancellationToken)
    {
        JobSpec spec = request.Spec;
        UsageLedger book = ledger.Value;
        JobMeter meter = book.OpenJob(new JobMeterOptions
        {
            Job = spec.Id.ToString(),
            Attempt = request.Attempt,
            Review = request.Review,
            Worker = spec.Worker.Name,
            Tier = spec.Tier,
            Repository = spec.Repository.Root,
            UsageFile = request.UsageFile,
            Budget = request.Budget,
        });
        return await GatewaySession.StartAsync(options.Value, environment, book, meter, request, clock, cancellationToken);
    }

    public IReadOnlyList<MoneyAmount> CostOf(string model, ModelUsage usage) =>
        configuration().Gateway.ContainsKey("prices") && ledger.Value.CostOf(model, Split(usage)) is { } cost ? [cost] : [];

    public JobUsage? FindUsage(string usageFile, int attempt, int review)
    {
        if (File.Exists(usageFile))
            ledger.Value.Recover(usageFile);
        return JobMeter.Read(usageFile, attempt, review);
    }

    public void Record(EndedAttempt attempt)
    {
        JobSpec spec = attempt.Spec;
        JobReceipt receipt = attempt.Receipt;
        var row = new LedgerRow
        {
            Kind = LedgerRowKind.Attempt,
            At = clock.GetUtcNow(),
            Job = spec.Id.ToString(),
            Attempt = receipt.Attempt,
            Worker = spec.Worker.Name,
            Tier = spec.Tier,
            Repository = spec.Repository.Root,
            Requested = spec.Worker.Model,
            Seconds = attempt.Seconds,
            Metering = receipt.Metering ?? Metering.Estimated,
            // Preparing with a verdict: Errand itself sends the work back.
            Outcome = receipt is { State: JobState.Review or JobState.Accepted or JobState.Preparing, Verdict: { } verdict } ? SnakeCase.Of(verdict)
                : receipt.Class is null ? SnakeCase.Of(receipt.State)
                : $"{SnakeCase.Of(receipt.State)}({receipt.Class})",
            HostTokens = ByteBudget.Of(ReceiptText.Of(receipt, Face.Tools)) / BytesPerToken,
        };
        UsageLedger book = ledger.Value;
        if (attempt.OwnUsage is { } own)
            book.AddEstimate(Call(row, attempt.Receipt.Model, own, attempt.WorkerSeconds), attempt.UsageFile);
        book.Add(row);
        book.Flush();
    }

    public void Record(EndedReview review)
    {
        JobSpec spec = review.Spec;
        var row = new LedgerRow
        {
            Kind = LedgerRowKind.Call,
            At = clock.GetUtcNow(),
            Job = spec.Id.ToString(),
            Attempt = review.Attempt,
            Review = review.Review,
            Worker = spec.Worker.Name,
            Tier = spec.Tier,
            Repository = spec.Repository.Root,
            Requested = spec.Worker.Model,
            Outcome = "ok",
        };
        UsageLedger book = ledger.Value;
        book.AddEstimate(Call(row, review.Model, review.Usage, review.Seconds), review.UsageFile);
        book.Flush();
    }

    /// <summary>All that a worker with its own login told of, as one call.</summary>
    private static LedgerRow Call(LedgerRow row, string? model, JobUsage own, double seconds)
    {
        TokenUsage tokens = Split(own.Tokens);
        MoneyAmount? cost = own.Cost.Count > 0 ? own.Cost[0] : null;
        return row with
        {
            Kind = LedgerRowKind.Call,
            Served = model,
            Input = tokens.Input,
            Cached = tokens.CacheRead,
            Output = tokens.Output,
            Seconds = seconds,
            Money = cost?.Amount,
            Currency = cost?.Currency,
            Metering = Metering.Estimated,
            Outcome = "ok",
            HostTokens = 0,
        };
    }

    private static TokenUsage Split(ModelUsage usage) => new(Math.Max(0, usage.InputTokens - usage.CachedTokens), usage.CachedTokens, 0, usage.OutputTokens, 0, IsEstimated: true);

    private GatewayOptions ReadOptions()
    {
        var file = new Place(Path.Combine(environment.StateDirectory, ConfigurationLoader.FileName), "", environment.HomeDirectory, []);
        GatewayOptions read = GatewayOptionsReader.Read(configuration().Gateway, file);
        return file.Problems.Count == 0 ? read : throw ConfigurationText.Refused(file.Problems);
    }
}
