namespace Errand.Gateway.Ledger;

/// <summary>Asked before each call to an upstream and told after it. Thread-safe; cost does not depend on how much was recorded before.</summary>
public interface ICallMeter
{
    /// <summary>
    /// Reserves what the call may cost at most, so that parallel calls cannot pass the budget together. Answers at once but where a budget has room only
    /// after calls that are under way: then it waits for them.
    /// </summary>
    /// <param name="estimate">What is known of the call.</param>
    /// <param name="cancellationToken">The client has left; nothing is reserved then.</param>
    ValueTask<CallPermit> ReserveAsync(CallEstimate estimate, CancellationToken cancellationToken);

    /// <summary>Gives the reservation of a call back that was not made after all.</summary>
    void Release(CallPermit permit);

    /// <summary>Gives the reservation back and books what the call did cost. Called once per permit of a call that was made, also for calls that were retried, aborted or failed.</summary>
    void Settle(CallPermit permit, CallRecord record);
}
