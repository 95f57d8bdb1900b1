using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Requests;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>The budget of a job that goes on: raised in its journal and for the attempt under way as one step.</summary>
/// <param name="spec">The job.</param>
/// <param name="journal">Its journal.</param>
internal sealed class RunningBudget(JobSpec spec, JournalWriter journal)
{
    private readonly Lock gate = new();
    private IModelSession? session;

    /// <summary>From now on raises count for the calls of this attempt or review; those since its budget was read do as well.</summary>
    public void Attach(IModelSession started)
    {
        lock (gate)
        {
            session = started;
            if (journal.History.BudgetOf(spec) is { } budget)
                started.TryChangeBudget(budget);
        }
    }

    /// <summary>From now on raises count for the journal alone: the calls that they were for are over, and the job goes on whether one was refused or not.</summary>
    public void Detach()
    {
        lock (gate)
            session = null;
    }

    /// <summary>Allows the job more.</summary>
    /// <param name="more">How much more, of what its budget limits.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="request">Which request it is; one that is known changes nothing.</param>
    /// <returns>False = a call was refused already: the job is about to wait for its budget, and can be raised then.</returns>
    /// <exception cref="ErrandException">The journal could not be written, or the budget limits something else; nothing has changed.</exception>
    public bool TryRaise(Budget more, Decider by, string request)
    {
        lock (gate)
        {
            if (journal.History.HasRaise(request))
                return true;

            Budget before = BudgetRaise.Require(spec, journal.History, more);
            if (session?.TryChangeBudget(before.Plus(more)) == false)
                return false;

            try
            {
                journal.Append(new BudgetRaised(more, by.Name, request, by.Why));
                return true;
            }
            catch (ErrandException)
            {
                session?.TryChangeBudget(before);
                throw;
            }
        }
    }
}
