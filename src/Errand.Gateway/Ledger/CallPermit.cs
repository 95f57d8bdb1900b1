using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Ledger;

/// <summary>The answer to a reservation.</summary>
/// <param name="IsGranted">False if a budget has no room left; nothing is reserved then and nothing has to be settled.</param>
/// <param name="Refusal">For the client: which budget, its limit and what is used; null when granted.</param>
/// <param name="Tokens">Tokens reserved.</param>
/// <param name="Money">Money reserved, in units of the price table's currency.</param>
public sealed record CallPermit(bool IsGranted, string? Refusal, long Tokens, decimal Money)
{
    /// <summary>What the call has used so far, asked by another thread while it is under way; null = it is not made yet. It is what counts if nobody lives to settle it.</summary>
    public Func<TokenUsage>? UsedSoFar { get; set; }

    /// <summary>What the meter needs to give it back.</summary>
    internal IReadOnlyList<Reservation> Reservations { get; init; } = [];
}
