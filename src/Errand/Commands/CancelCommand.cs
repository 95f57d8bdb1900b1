using System.CommandLine;
using Errand.Core;
using Errand.Jobs;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand cancel</c>: ends jobs.</summary>
internal sealed class CancelCommand : ErrandCommand
{
    private readonly Argument<string[]> ids = Words.Ids();
    private readonly Option<string?> reason = Words.Value("--reason", "REASON", $"Why: {string.Join(", ", SnakeCase.All<CancelReason>())}. Default: user_requested.");
    private readonly Option<string?> why = Words.Why();
    private readonly JsonOptions json = new();

    public CancelCommand(CommandContext context) : base(
        context,
        "cancel",
        "End jobs. When this returns, nothing that they started runs any more, and their work is kept.",
        "errand cancel j7",
        "errand cancel j7 j8 --reason obsolete")
    {
        Add(ids);
        Add(reason);
        Add(why);
        json.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        CancelReason kind = Bind.Choice<CancelReason>("reason", line.GetValue(reason)) ?? CancelReason.UserRequested;
        IReadOnlyList<JobId> jobs = Bind.Ids(line.GetRequiredValue(ids));
        JobReceipt[] receipts = await Task.WhenAll(jobs.Select(job => Context.Jobs.CancelAsync(job, kind, Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken)));
        new JobAnswer(Context.Terminal, json.Read(line)).Write(receipts);
        return ExitCode.Done;
    }
}
