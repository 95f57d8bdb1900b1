using System.CommandLine;
using Errand.Core;
using Errand.Jobs;

namespace Errand.Commands;

/// <summary><c>errand retry</c>: gives a blocked job another attempt.</summary>
internal sealed class RetryCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Option<string?> why = Words.Why();
    private readonly WaitOptions wait = new();

    public RetryCommand(CommandContext context) : base(
        context,
        "retry",
        "Give a blocked or waiting job another attempt in the same workspace, and wait for it.",
        "errand retry j7",
        "errand retry j7 --detach")
    {
        Add(id);
        Add(why);
        wait.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobReceipt receipt = await Context.Jobs.RetryAsync(Bind.Id(line.GetRequiredValue(id)), Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken);
        return await wait.AnswerAsync(line, Context, receipt, cancellationToken);
    }
}
