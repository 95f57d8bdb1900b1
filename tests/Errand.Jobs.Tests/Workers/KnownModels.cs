using Errand.Core;
using Errand.Jobs.Models;

namespace Errand.Jobs.Tests.Workers;

/// <summary>A gateway that knows some models and is never started.</summary>
internal sealed class KnownModels(params string[] names) : IModelGateway
{
    public Budget? DefaultBudget => null;

    public bool Knows(string? model) => names.Contains(model);

    public void RequireHoldable(string? model, Budget budget)
    {
    }

    public Task<IModelSession> StartAsync(ModelSessionRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IReadOnlyList<MoneyAmount> CostOf(string model, ModelUsage usage) => [];

    public JobUsage? FindUsage(string usageFile, int attempt) => null;

    public void Record(EndedAttempt attempt)
    {
    }
}
