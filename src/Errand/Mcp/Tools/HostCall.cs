using Errand.Core;
using Errand.Jobs;
using Errand.Mcp.Sessions;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>Who calls a tool, and what serves the call.</summary>
/// <param name="service">Gives the engine; made by the first call that needs it.</param>
/// <param name="hostName">How the host names itself; null = it did not.</param>
/// <param name="session">What this host was told.</param>
/// <param name="clock">The time.</param>
/// <param name="hostGone">Cancelled when nobody listens any more: waits end, work that has begun is finished.</param>
internal sealed class HostCall(Func<JobService> service, string? hostName, HostSession session, TimeProvider clock, CancellationToken hostGone)
{
    private const int LongestName = 40;

    private readonly long begunAt = clock.GetTimestamp();

    /// <summary>Asks the host's user; null = the host has not said that it can.</summary>
    public Func<ElicitRequestParams, CancellationToken, ValueTask<ElicitResult>>? Elicit { get; init; }

    /// <summary>How much longer this call may take.</summary>
    public TimeSpan TimeLeft => HostLimits.LongestWait(hostName) - clock.GetElapsedTime(begunAt);

    public JobService Jobs => service();

    public HostSession Session { get; } = session;

    /// <summary>The host as it is written into a job's journal.</summary>
    public string By { get; } = string.IsNullOrWhiteSpace(hostName) ? "mcp" : Escaping.Escape(Escaping.Cut(hostName, LongestName));

    /// <summary>Waits for the jobs as long as was asked, the host's limit allows and the host is there.</summary>
    /// <param name="ids">The jobs.</param>
    /// <param name="all">Whether to wait for all instead of any.</param>
    /// <param name="asked">The wait that was asked for; null = as long as the host allows.</param>
    /// <param name="cancellationToken">The call was cancelled.</param>
    public async Task<IReadOnlyList<JobReceipt>> WaitAsync(IReadOnlyList<JobId> ids, bool all, TimeSpan? asked, CancellationToken cancellationToken)
    {
        TimeSpan longest = HostLimits.LongestWait(hostName);
        TimeSpan patience = asked < longest ? asked.Value : longest;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hostGone);
        try
        {
            return await Jobs.WaitAsync(ids, all, patience, progress: null, waiting.Token);
        }
        catch (OperationCanceledException) when (hostGone.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return [.. ids.Select(Jobs.Get)];
        }
    }

    /// <summary>Jobs of this host that have settled since its last answer.</summary>
    public IReadOnlyList<JobReceipt> TakeNews(int most) => Session.Followed.Count == 0 ? [] : Session.TakeNews(Jobs.Get, most);
}
