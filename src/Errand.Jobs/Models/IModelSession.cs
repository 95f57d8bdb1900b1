using Errand.Core;

namespace Errand.Jobs.Models;

/// <summary>The gateway of one attempt. Disposing it stops it, whatever is under way.</summary>
public interface IModelSession : IAsyncDisposable
{
    ModelEndpoint Endpoint { get; }

    /// <summary>Ends when the first call was refused because of a budget; never otherwise.</summary>
    Task<BudgetStop> BudgetReached { get; }

    /// <summary>What the job may use over all its attempts from now on; of the same things as before.</summary>
    /// <returns>False = a call was refused for its own budget before, so that the worker ends.</returns>
    bool TryChangeBudget(Budget budget);

    /// <summary>Stops serving and tells what was used. The worker is gone by then.</summary>
    Task<SessionUsage> EndAsync();
}
