using System.CommandLine;
using Errand.Core;
using Errand.Jobs;

namespace Errand.Commands;

/// <summary><c>errand budget</c>: allows a job more.</summary>
internal sealed class BudgetCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Argument<string> amount = new("AMOUNT") { Description = "How much more: +1.00 is money, +100k is tokens, '+10 calls' is calls." };
    private readonly Option<string?> why = Words.Why();
    private readonly WaitOptions wait = new();

    public BudgetCommand(CommandContext context) : base(
        context,
        "budget",
        "Raise the budget of a job, also while it runs; one that has used it up goes on where it stopped. Wait for it.",
        "errand budget j7 +1.00",
        "errand budget j7 +100k --detach")
    {
        Add(id);
        Add(amount);
        Add(why);
        wait.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        Budget more = BudgetText.Parse(line.GetRequiredValue(amount));
        JobReceipt receipt = await Context.Jobs.RaiseBudgetAsync(job, more, Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken);
        return await wait.AnswerAsync(line, Context, receipt, cancellationToken);
    }
}
