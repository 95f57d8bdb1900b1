using System.CommandLine;
using Errand.Core;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand wait</c>: waits for jobs that were started before.</summary>
internal sealed class WaitCommand : ErrandCommand
{
    private readonly Argument<string[]> ids = Words.Ids();
    private readonly Option<bool> any = Words.Flag("--any", "Until one of them is settled, instead of all.");
    private readonly Option<string?> timeout = Words.Value("--timeout", "TIME", "Longest wait, such as 10m; 0s looks once. The jobs go on. Default: no limit.");
    private readonly JsonOptions json = new();

    public WaitCommand(CommandContext context) : base(
        context,
        "wait",
        "Wait until jobs are settled: judged, blocked or ended.",
        "errand wait j7",
        "errand wait j7 j8 --any --timeout 10m --json")
    {
        Add(ids);
        Add(any);
        Add(timeout);
        json.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobId> jobs = Bind.Ids(line.GetRequiredValue(ids));
        TimeSpan? patience = Bind.Time("timeout", line.GetValue(timeout), "10m");
        bool isAny = line.GetValue(any);
        IReadOnlyList<JobReceipt> receipts = await Context.CreateWait().RunAsync(jobs, !isAny, patience, cancellationToken);
        new JobAnswer(Context.Terminal, json.Read(line)).Write(receipts);

        JobReceipt[] settled = [.. receipts.Where(receipt => !JobTransitions.IsLive(receipt.State))];
        return ExitCodes.Of(isAny && settled.Length > 0 ? settled : receipts);
    }
}
