namespace Errand.Gateway.Ledger;

/// <summary>All budgets that calls of this process are taken out of. A call takes from all of its own or from none.</summary>
internal sealed class Accounts
{
    private readonly Lock gate = new();
    private readonly HashSet<IAccount> known = [];
    private TaskCompletionSource? settled;

    /// <summary>Ends when a call was settled after this was asked for, so that there may be room again.</summary>
    public Task Settled
    {
        get
        {
            lock (gate)
                return (settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Takes a call's need out of all its budgets.</summary>
    /// <param name="accounts">The budgets.</param>
    /// <param name="need">What the call needs of each, in the same order: all of it, and its least.</param>
    /// <param name="reserved">What it has got, in the same order.</param>
    /// <param name="refusing">The budget that has no room, or no room yet.</param>
    /// <exception cref="IOException">A shared budget cannot be read or written; nothing was taken.</exception>
    public Decision TryReserve(IReadOnlyList<IAccount> accounts, ReadOnlySpan<(Spending Need, Spending Least)> need, Span<Spending> reserved, out IAccount? refusing)
    {
        lock (gate)
        {
            int taken = 0;
            Decision decision = Decision.Granted;
            refusing = null;
            try
            {
                while (taken < accounts.Count)
                {
                    known.Add(accounts[taken]);
                    decision = accounts[taken].TryReserve(need[taken].Need, need[taken].Least, out reserved[taken]);
                    if (decision != Decision.Granted)
                    {
                        refusing = accounts[taken];
                        break;
                    }

                    taken++;
                }
            }
            finally
            {
                for (int at = 0; taken < accounts.Count && at < taken; at++)
                    accounts[at].Settle(reserved[at], Spending.None);
            }

            return decision;
        }
    }

    public void Settle(IReadOnlyList<Reservation> reservations, Func<IAccount, Spending> used)
    {
        if (reservations.Count == 0)
            return;

        TaskCompletionSource? waiters;
        lock (gate)
        {
            foreach (Reservation reservation in reservations)
                reservation.Account.Settle(reservation.Amount, used(reservation.Account));
            waiters = settled;
            settled = null;
        }

        waiters?.SetResult();
    }

    /// <summary>Changes an account while nobody takes from any, and lets those who wait look again.</summary>
    public bool Change(Func<bool> change)
    {
        TaskCompletionSource? waiters;
        lock (gate)
        {
            if (!change())
                return false;

            waiters = settled;
            settled = null;
        }

        waiters?.SetResult();
        return true;
    }

    /// <summary>Reads accounts while none of them changes.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }

    /// <summary>Writes down what other processes must know.</summary>
    /// <returns>Why that could not be done; null = it was.</returns>
    public string? Publish()
    {
        lock (gate)
        {
            string? fault = null;
            foreach (IAccount account in known)
            {
                try
                {
                    account.Publish();
                }
                catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
                {
                    fault = cause.Message;
                }
            }

            return fault;
        }
    }
}
