using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>A budget that this process alone takes from: a job's.</summary>
/// <param name="limit">The budget.</param>
/// <param name="usedBefore">What earlier attempts have used.</param>
internal sealed class LocalAccount(Limit limit, Spending usedBefore) : IAccount
{
    private Spending reservedNow;
    private int open;
    private bool hasRefused;

    public Limit Limit { get; private set; } = limit;

    public Spending Used { get; private set; } = usedBefore;

    public Decision TryReserve(Spending need, Spending least, out Spending reserved)
    {
        Spending room = Limit.Most - Used;
        reserved = need;
        if (Limit.IsUsedUp(Used) || !least.FitsIn(room))
        {
            hasRefused = true;
            return Decision.Refused;
        }

        if (!need.FitsIn(room - reservedNow))
        {
            if (open > 0)
                return Decision.Later;
            // How much a model will say is not known before. Nobody else is under way, so this call can take all that is left.
            reserved = Spending.Min(need, room);
        }

        reservedNow += reserved;
        open++;
        return Decision.Granted;
    }

    public void Settle(Spending reserved, Spending used)
    {
        reservedNow -= reserved;
        open--;
        Used += used;
    }

    /// <summary>Sets another limit; false = a call was refused for the old one, so that its program ends.</summary>
    public bool TryChange(Budget budget)
    {
        if (hasRefused)
            return false;

        Limit = Limit with { Budget = budget };
        return true;
    }

    public void Publish()
    {
    }
}
