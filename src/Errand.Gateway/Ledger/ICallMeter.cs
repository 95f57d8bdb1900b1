namespace Errand.Gateway.Ledger;

/// <summary>Asked before each call to an upstream and told after it. Thread-safe; cost does not depend on how much was recorded before.</summary>
public interface ICallMeter
{
    /// <summary>Reserves what the call may cost at most, so that parallel calls cannot pass the budget together.</summary>
    CallPermit Reserve(in CallEstimate estimate);

    /// <summary>Gives the reservation back and books what the call did cost. Called once per permit, also for calls that were retried, aborted or failed.</summary>
    void Settle(CallPermit permit, CallRecord record);
}
