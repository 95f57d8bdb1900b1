namespace Errand.Gateway.Ledger;

/// <summary>
/// A budget that several processes take from. What this one holds of it is written in a <see cref="CounterFile"/> before it is used, in pieces of
/// a hundredth, so that most calls need no file at all; what it holds and does not need goes back when it has nothing under way. What the budget does
/// not limit is counted and never held.
/// </summary>
internal sealed class SharedAccount(Limit limit, CounterFile file) : IAccount
{
    private const int Pieces = 100;

    private Spending held;
    private Spending unpublished;
    private Spending usedByAll = file.Read();
    private Spending reservedNow;
    private int open;

    public Limit Limit => limit;

    public Spending Used => usedByAll + unpublished;

    public Decision TryReserve(Spending need, Spending least, out Spending reserved)
    {
        need = limit.OnlyLimited(need);
        reserved = need;
        if (!limit.OnlyLimited(unpublished + reservedNow + need).FitsIn(held) && Hold(need, limit.OnlyLimited(least), out reserved) is not Decision.Granted and var other)
            return other;

        reservedNow += reserved;
        open++;
        return Decision.Granted;
    }

    public void Settle(Spending reserved, Spending used)
    {
        reservedNow -= reserved;
        open--;
        unpublished += used;
    }

    public void Publish()
    {
        if (held == Spending.None && unpublished == Spending.None)
            return;

        Spending keep = open == 0 ? Spending.None : Spending.Max(reservedNow, held - limit.OnlyLimited(unpublished));
        if (keep == held && unpublished == Spending.None)
            return;

        file.Update(unpublished, (used, _) =>
        {
            usedByAll = used;
            return keep;
        });
        held = keep;
        unpublished = Spending.None;
    }

    private Decision Hold(Spending need, Spending least, out Spending reserved)
    {
        Decision decision = Decision.Granted;
        Spending taken = need;
        Spending keep = default;
        file.Update(unpublished, (used, heldByOthers) =>
        {
            usedByAll = used;
            Spending room = limit.Most - used;
            Spending free = room - heldByOthers - reservedNow;
            keep = reservedNow;
            if (limit.IsUsedUp(used) || !least.FitsIn(room))
                decision = Decision.Refused;
            else if (need.FitsIn(free))
                keep += need + Spending.Max(Spending.None, Spending.Min(Piece(), free - need));
            else if (open > 0 || !least.FitsIn(free) || heldByOthers != Spending.None)
                decision = Decision.Later;
            else
                keep += taken = Spending.Min(need, free);
            return keep;
        });
        held = keep;
        unpublished = Spending.None;
        reserved = taken;
        return decision;
    }

    private Spending Piece() => limit.OnlyLimited(new Spending(limit.Most.Tokens / Pieces, limit.Most.Money / Pieces, Math.Max(1, limit.Most.Calls / Pieces)));
}
