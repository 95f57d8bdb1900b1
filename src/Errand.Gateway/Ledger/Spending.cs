namespace Errand.Gateway.Ledger;

/// <summary>What was, or may be, taken out of a budget.</summary>
/// <param name="Tokens">Input that was not read from a cache, and output.</param>
/// <param name="Money">In the budget's currency.</param>
/// <param name="Calls">Calls to upstreams.</param>
internal readonly record struct Spending(long Tokens, decimal Money, long Calls)
{
    public static Spending None => default;

    public static Spending operator +(Spending left, Spending right) => new(left.Tokens + right.Tokens, left.Money + right.Money, left.Calls + right.Calls);

    public static Spending operator -(Spending left, Spending right) => new(left.Tokens - right.Tokens, left.Money - right.Money, left.Calls - right.Calls);

    public static Spending Max(Spending left, Spending right) =>
        new(Math.Max(left.Tokens, right.Tokens), Math.Max(left.Money, right.Money), Math.Max(left.Calls, right.Calls));

    public static Spending Min(Spending left, Spending right) =>
        new(Math.Min(left.Tokens, right.Tokens), Math.Min(left.Money, right.Money), Math.Min(left.Calls, right.Calls));

    /// <summary>Whether nothing of this is more than there is of it in <paramref name="room"/>.</summary>
    public bool FitsIn(Spending room) => Tokens <= room.Tokens && Money <= room.Money && Calls <= room.Calls;
}
