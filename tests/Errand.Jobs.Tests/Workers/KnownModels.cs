using System.Collections.Concurrent;
using Errand.Core;
using Errand.Jobs.Models;

namespace Errand.Jobs.Tests.Workers;

/// <summary>A gateway that knows some models, serves nobody, keeps what was asked of it, and has refused a call of every worker if a test says so.</summary>
internal sealed class KnownModels(params string[] names) : IModelGateway
{
    /// <summary>The attempts that it was started for.</summary>
    public ConcurrentQueue<ModelSessionRequest> Sessions { get; } = new();

    /// <summary>The attempts that went into the ledger.</summary>
    public ConcurrentQueue<EndedAttempt> Recorded { get; } = new();

    /// <summary>The budget that has no room for any call; null = nobody calls.</summary>
    public BudgetStop? Refusal { get; set; }

    /// <summary>The same for calls of reviewers alone.</summary>
    public BudgetStop? ReviewRefusal { get; set; }

    /// <summary>The reviews that no gateway counted and that went into the ledger.</summary>
    public ConcurrentQueue<EndedReview> Reviews { get; } = new();

    /// <summary>The budgets that attempts were given while they ran.</summary>
    public ConcurrentQueue<Budget> Changes { get; } = new();

    public Budget? DefaultBudget { get; set; }

    public bool Knows(string? model) => names.Contains(model);

    public void RequireHoldable(string? model, Budget budget)
    {
    }

    public Task<IModelSession> StartAsync(ModelSessionRequest request, CancellationToken cancellationToken)
    {
        Sessions.Enqueue(request);
        return Task.FromResult<IModelSession>(new Session(this, request.Review > 0 ? ReviewRefusal : Refusal));
    }

    public IReadOnlyList<MoneyAmount> CostOf(string model, ModelUsage usage) => [];

    public JobUsage? FindUsage(string usageFile, int attempt, int review) => null;

    public void Record(EndedAttempt attempt) => Recorded.Enqueue(attempt);

    public void Record(EndedReview review) => Reviews.Enqueue(review);

    private sealed class Session(KnownModels models, BudgetStop? refusal) : IModelSession
    {
        public ModelEndpoint Endpoint { get; } = new("http://127.0.0.1:1", "http://127.0.0.1:1/v1", "token");

        public Task<BudgetStop> BudgetReached { get; } = refusal is null ? new TaskCompletionSource<BudgetStop>().Task : Task.FromResult(refusal);

        public bool TryChangeBudget(Budget budget)
        {
            if (refusal is not null)
                return false;

            models.Changes.Enqueue(budget);
            return true;
        }

        public Task<SessionUsage> EndAsync() => Task.FromResult(new SessionUsage(JobUsage.None, []));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
