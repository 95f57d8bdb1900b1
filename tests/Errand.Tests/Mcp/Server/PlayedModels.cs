using Errand.Core;
using Errand.Jobs.Models;

namespace Errand.Tests.Mcp.Server;

/// <summary>A gateway that knows the model <c>metered</c> and starts for nobody.</summary>
internal sealed class PlayedModels : IModelGateway
{
    public Budget? DefaultBudget => null;

    public bool Knows(string? model) => model == "metered";

    public void RequireHoldable(string? model, Budget budget)
    {
    }

    public Task<IModelSession> StartAsync(ModelSessionRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IReadOnlyList<MoneyAmount> CostOf(string model, ModelUsage usage) => [];

    public JobUsage? FindUsage(string usageFile, int attempt, int review) => null;

    public void Record(EndedAttempt attempt) => throw new NotSupportedException();

    public void Record(EndedReview review) => throw new NotSupportedException();
}
