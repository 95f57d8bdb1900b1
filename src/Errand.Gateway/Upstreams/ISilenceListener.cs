namespace Errand.Gateway.Upstreams;

/// <summary>Wants to know that a call is silent.</summary>
internal interface ISilenceListener
{
    /// <summary>Called from a timer, and must return at once.</summary>
    /// <param name="now">The clock's timestamp.</param>
    void OnTick(long now);
}
