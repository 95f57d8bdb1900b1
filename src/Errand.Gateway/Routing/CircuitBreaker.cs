using Errand.Gateway.Configuration;

namespace Errand.Gateway.Routing;

/// <summary>Leaves an upstream alone after a row of failures, and lets one call at a time try whether it is back.</summary>
internal sealed class CircuitBreaker(BreakerOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private int failures;
    private long round;
    private long openedAt;
    private bool isProbing;

    /// <summary>Asks to make a call. Each call that may be made is ended with <see cref="Succeed"/>, <see cref="Fail"/> or <see cref="Forget"/>.</summary>
    /// <param name="ticket">What ends it.</param>
    /// <param name="closesIn">When it may be tried again, if not now.</param>
    public bool TryEnter(out BreakerTicket ticket, out TimeSpan closesIn)
    {
        lock (gate)
        {
            closesIn = TimeSpan.Zero;
            ticket = new BreakerTicket(round, false);
            if (failures < options.Failures)
                return true;

            closesIn = options.Open - clock.GetElapsedTime(openedAt);
            if (closesIn > TimeSpan.Zero)
                return false;
            if (isProbing)
            {
                closesIn = TimeSpan.FromSeconds(1);
                return false;
            }

            isProbing = true;
            ticket = new BreakerTicket(round, true);
            closesIn = TimeSpan.Zero;
            return true;
        }
    }

    public void Succeed(BreakerTicket ticket)
    {
        lock (gate)
        {
            failures = 0;
            EndProbe(ticket);
        }
    }

    /// <summary>Counts only if the call began after the last failure that counted: one restart of an upstream fails everything that was under way.</summary>
    public void Fail(BreakerTicket ticket)
    {
        lock (gate)
        {
            EndProbe(ticket);
            if (ticket.Round != round)
                return;

            round++;
            failures++;
            if (failures >= options.Failures)
                openedAt = clock.GetTimestamp();
        }
    }

    /// <summary>The call says nothing about the upstream's health: the client left, or asked for something wrong.</summary>
    public void Forget(BreakerTicket ticket)
    {
        lock (gate)
            EndProbe(ticket);
    }

    private void EndProbe(BreakerTicket ticket)
    {
        if (ticket.IsProbe)
            isProbing = false;
    }
}
