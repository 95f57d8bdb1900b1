namespace Errand.Gateway.Ledger;

/// <summary>Lets every call through and counts none, for whoever has no ledger.</summary>
public sealed class Unmetered : ICallMeter
{
    private static readonly CallPermit Granted = new(true, null, 0, 0);

    public static Unmetered Instance { get; } = new();

    public ValueTask<CallPermit> ReserveAsync(CallEstimate estimate, CancellationToken cancellationToken) => ValueTask.FromResult(Granted);

    public void Settle(CallPermit permit, CallRecord record)
    {
    }
}
