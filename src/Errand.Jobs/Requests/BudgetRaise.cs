using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Requests;

/// <summary>What a raise of a job's budget must be.</summary>
internal static class BudgetRaise
{
    /// <summary>The job's budget as it is.</summary>
    /// <exception cref="ErrandException">ERR1001: the job has none, or it does not limit what is raised, or is in another currency.</exception>
    public static Budget Require(JobSpec spec, JobHistory history, Budget more)
    {
        if (history.BudgetOf(spec) is not { IsEmpty: false } budget)
            throw RequestValidator.Refused("budget", more.ToString(), $"{spec.Id} has no budget of its own that could be raised", "a job that was started with --budget 1.50");
        if (budget.Without(more) is { IsEmpty: false } useless)
            throw RequestValidator.Refused("budget", useless.ToString(), $"the budget of {spec.Id} is {budget} and does not limit that", budget.Money is null ? "+100k" : "+1.00");

        _ = budget.Plus(more);
        return budget;
    }
}
