namespace Errand.Gateway.Routing;

/// <summary>What a call got from a <see cref="CircuitBreaker"/>, and ends with.</summary>
/// <param name="Round">How many failures had counted when it began.</param>
/// <param name="IsProbe">Whether it is the one call that tries whether the upstream is back.</param>
internal readonly record struct BreakerTicket(long Round, bool IsProbe);
