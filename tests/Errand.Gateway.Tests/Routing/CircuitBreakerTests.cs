using Errand.Gateway.Configuration;
using Errand.Gateway.Routing;

namespace Errand.Gateway.Tests.Routing;

public sealed class CircuitBreakerTests
{
    private readonly CircuitBreaker breaker = new(new BreakerOptions { Failures = 2, Open = TimeSpan.Zero }, TimeProvider.System);
    private readonly CircuitBreaker slow = new(new BreakerOptions { Failures = 2, Open = TimeSpan.FromHours(1) }, TimeProvider.System);

    [Fact]
    public void Calls_that_failed_together_count_as_one_failure()
    {
        BreakerTicket[] together = [.. Enumerable.Range(0, 5).Select(_ => Enter(slow))];
        foreach (BreakerTicket ticket in together)
            slow.Fail(ticket);

        BreakerTicket next = Enter(slow);

        slow.Fail(next);
        Assert.False(slow.TryEnter(out _, out TimeSpan closed));
        Assert.InRange(closed, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public void Only_the_end_of_the_probe_lets_another_one_out()
    {
        BreakerTicket old = Enter(breaker);
        breaker.Fail(Enter(breaker));
        breaker.Fail(Enter(breaker));
        BreakerTicket probe = Enter(breaker);
        Assert.True(probe.IsProbe);

        breaker.Forget(old);
        Assert.False(breaker.TryEnter(out _, out _));

        breaker.Forget(probe);
        Assert.True(Enter(breaker).IsProbe);
    }

    private static BreakerTicket Enter(CircuitBreaker breaker)
    {
        Assert.True(breaker.TryEnter(out BreakerTicket ticket, out _));
        return ticket;
    }
}
