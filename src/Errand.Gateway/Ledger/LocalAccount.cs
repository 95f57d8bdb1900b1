namespace Errand.Gateway.Ledger;

/// <summary>A budget that this process alone takes from: a job's.</summary>
/// <param name="limit">The budget.</param>
/// <param name="usedBefore">What earlier attempts have used.</param>
internal sealed class LocalAccount(Limit limit, Spending usedBefore) : IAccount
{
    private Spending reservedNow;
    private int open;

    public Limit Limit => limit;

    public Spending Used { get; private set; } = usedBefore;

    public Decision TryReserve(Spending need, Spending least, out Spending reserved)
    {
        Spending room = limit.Most - Used;
        reserved = need;
        if (limit.IsUsedUp(Used) || !least.FitsIn(room))
            return Decision.Refused;
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

    public void Publish()
    {
    }
}
