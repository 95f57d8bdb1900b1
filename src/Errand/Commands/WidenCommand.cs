using System.CommandLine;
using Errand.Core;
using Errand.Jobs;

namespace Errand.Commands;

/// <summary><c>errand widen</c>: widens the scope of a job that went beyond it.</summary>
internal sealed class WidenCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Argument<string[]> items = new("GLOB") { Description = "A pattern to add to the scope. Default: exactly the files outside it.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> why = Words.Why();
    private readonly WaitOptions wait = new();

    public WidenCommand(CommandContext context) : base(
        context,
        "widen",
        "Add patterns to the scope of a job in review, have its work judged again, and wait for it.",
        "errand widen j7 'docs/**'",
        "errand widen j7")
    {
        Add(id);
        Add(items);
        Add(why);
        wait.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        JobReceipt receipt = await Context.Jobs.WidenAsync(job, line.GetValue(items)!, Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken);
        return await wait.AnswerAsync(line, Context, receipt, cancellationToken);
    }
}
