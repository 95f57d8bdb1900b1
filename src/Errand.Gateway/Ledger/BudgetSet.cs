namespace Errand.Gateway.Ledger;

/// <summary>The budgets that a meter's calls are taken out of, in the order in which they are asked. Nothing but the date changes them.</summary>
internal sealed class BudgetSet(IReadOnlyList<Func<IAccount>> sources)
{
    private volatile IAccount[]? last;

    /// <exception cref="IOException">A shared budget cannot be read.</exception>
    public IReadOnlyList<IAccount> Current
    {
        get
        {
            if (last is { } known && IsCurrent(known))
                return known;

            IAccount[] found = [.. sources.Select(source => source())];
            last = found;
            return found;
        }
    }

    private bool IsCurrent(IAccount[] known)
    {
        for (int at = 0; at < known.Length; at++)
        {
            if (!ReferenceEquals(known[at], sources[at]()))
                return false;
        }

        return true;
    }
}
