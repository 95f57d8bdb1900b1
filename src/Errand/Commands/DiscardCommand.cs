using System.CommandLine;
using Errand.Core;
using Errand.Jobs;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand discard</c>: turns a job's work down.</summary>
internal sealed class DiscardCommand : ErrandCommand
{
    private readonly Argument<string[]> ids = Words.Ids();
    private readonly Option<string?> why = Words.Why();
    private readonly JsonOptions json = new();

    public DiscardCommand(CommandContext context) : base(
        context,
        "discard",
        "Turn down a job's work. Its commit stays until gc removes it.",
        "errand discard j7")
    {
        Add(ids);
        Add(why);
        json.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var receipts = new List<JobReceipt>();
        foreach (JobId job in Bind.Ids(line.GetRequiredValue(ids)))
            receipts.Add(await Context.Jobs.DiscardAsync(job, Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken));
        new JobAnswer(Context.Terminal, json.Read(line)).Write(receipts);
        return ExitCode.Done;
    }
}
