using Errand.Core;

namespace Errand.Jobs.Models;

/// <summary>
/// Errand's own way to models, as far as jobs know it: who uses it, what it costs, and what was used. Whoever implements it knows endpoints, keys,
/// protocols and the ledger; jobs know none of them.
/// </summary>
public interface IModelGateway
{
    /// <summary>Whether the configuration has a model of this name; null asks for the one that stands for every name.</summary>
    bool Knows(string? model);

    /// <summary>The budget of a job whose host named none; null = no limit.</summary>
    Budget? DefaultBudget { get; }

    /// <summary>Refuses a budget that could not be held, before anything of the job is made.</summary>
    /// <param name="model">The worker's model; null = it has none.</param>
    /// <param name="budget">What the host asked for.</param>
    /// <exception cref="ErrandException">ERR1001: such as money for a model without a price.</exception>
    void RequireHoldable(string? model, Budget budget);

    /// <summary>Starts a gateway for an attempt.</summary>
    /// <exception cref="ErrandException">It cannot be started, such as for an unreadable key; nothing is left behind.</exception>
    Task<IModelSession> StartAsync(ModelSessionRequest request, CancellationToken cancellationToken);

    /// <summary>What usage that a worker tells of costs; empty if the model has no price.</summary>
    IReadOnlyList<MoneyAmount> CostOf(string model, ModelUsage usage);

    /// <summary>What an attempt whose supervisor died had used; null = no gateway counted it.</summary>
    /// <param name="usageFile">Where the job's usage is kept; an absolute path.</param>
    /// <param name="attempt">From 1.</param>
    /// <param name="review">A review of it; 0 = the attempt's own worker.</param>
    JobUsage? FindUsage(string usageFile, int attempt, int review);

    /// <summary>Writes an attempt that is over into the ledger.</summary>
    void Record(EndedAttempt attempt);

    /// <summary>Writes what a reviewer without the gateway says that it used into the ledger.</summary>
    void Record(EndedReview review);
}
