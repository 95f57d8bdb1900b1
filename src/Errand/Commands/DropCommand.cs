using System.CommandLine;
using Errand.Core;
using Errand.Jobs;

namespace Errand.Commands;

/// <summary><c>errand drop</c>: leaves files out of a job's work.</summary>
internal sealed class DropCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Argument<string[]> items = new("PATH") { Description = "A changed file, or a directory of them, to leave out. Default: the files outside the scope.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> why = Words.Why();
    private readonly WaitOptions wait = new();

    public DropCommand(CommandContext context) : base(
        context,
        "drop",
        "Leave files out of the work of a job in review, have the rest judged again, and wait for it.",
        "errand drop j7 docs/import.md",
        "errand drop j7")
    {
        Add(id);
        Add(items);
        Add(why);
        wait.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        JobReceipt receipt = await Context.Jobs.DropAsync(job, line.GetValue(items)!, Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken);
        return await wait.AnswerAsync(line, Context, receipt, cancellationToken);
    }
}
