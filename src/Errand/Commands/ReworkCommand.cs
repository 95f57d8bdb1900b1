using System.CommandLine;
using Errand.Core;
using Errand.Jobs;

namespace Errand.Commands;

/// <summary><c>errand rework</c>: sends work back to its worker.</summary>
internal sealed class ReworkCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Argument<string[]> words = new("ITEM") { Description = "Something to do better, in quotes. Not needed where checks, scope or findings say it.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> items = Words.Values("--item", "TEXT", "The same as ITEM. Again for more.");
    private readonly Option<string?> why = Words.Why();
    private readonly WaitOptions wait = new();

    public ReworkCommand(CommandContext context) : base(
        context,
        "rework",
        "Send a job's work back to its worker with things to do, 3 times at most unless configured otherwise, and wait for it.",
        "errand rework j7 \"The test does not cover empty files\" \"Name the option --skip-empty\"",
        "errand rework j7")
    {
        Add(id);
        Add(words);
        Add(items);
        Add(why);
        wait.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        JobReceipt receipt = await Context.Jobs.ReworkAsync(job, [.. line.GetValue(words)!, .. line.GetValue(items)!], Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken);
        return await wait.AnswerAsync(line, Context, receipt, cancellationToken);
    }
}
