using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Mcp.Arguments;
using Errand.Mcp.Text;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>Waits for jobs and shows their receipts. "Not yet" is an answer, not an error.</summary>
internal sealed class WaitTool : IMcpTool
{
    private const int MostJobs = 100;

    public Tool Definition { get; } = new ToolDefinition(
        "wait",
        "Wait until jobs are done; gives their receipts. Repeat while they run.",
        """
        "ids":{"type":"array","items":{"type":"string"},"description":"Default: yours"},
        "any":{"type":"boolean"},
        "all":{"type":"boolean"},
        "seconds":{"type":"number"}
        """)
    { ReadOnly = true }.Build();

    public async Task<string> CallAsync(ToolArguments arguments, HostCall call, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobId> ids = arguments.Jobs("ids", MostJobs);
        bool? any = arguments.Flag("any");
        bool? all = arguments.Flag("all");
        if (any is not null && any == all)
            throw RequestValidator.Refused("any", any.Value ? "true" : "false", "all says the opposite", "any: true without all");
        bool forAny = any ?? !(all ?? true);
        TimeSpan? seconds = arguments.Time("seconds", "45");

        if (ids.Count == 0)
            ids = call.Session.Followed;
        if (ids.Count == 0)
            return "Nothing to wait for: no job of this session still runs. show lists all jobs.";

        IReadOnlyList<JobReceipt> receipts = [.. ids.Select(call.Jobs.Get)];
        foreach (JobReceipt receipt in receipts.Where(receipt => JobTransitions.IsLive(receipt.State)))
            call.Session.Follow(receipt.Id);

        // What the host has seen before does not end a wait for any, or it would return at once, again and again.
        IReadOnlyList<JobId> awaited = forAny
            ? [.. receipts.Where(receipt => JobTransitions.IsLive(receipt.State) || call.Session.IsNews(receipt)).Select(receipt => receipt.Id)]
            : ids;
        if (awaited.Count > 0)
            await call.WaitAsync(awaited, !forAny, seconds, cancellationToken);
        await BoundaryQuestion.AskAsync([.. ids.Select(call.Jobs.Get)], call, cancellationToken);
        return AnswerText.Waited([.. ids.Select(call.Jobs.Get)], call.Session);
    }
}
