using System.CommandLine;
using Errand.Core;

namespace Errand.Commands;

/// <summary><c>errand rework</c>: sends work back to its worker.</summary>
internal sealed class ReworkCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Option<string[]> items = Words.Values("--item", "TEXT", "Something to do better. Again for more.");
    private readonly WaitOptions wait = new();

    public ReworkCommand(CommandContext context) : base(
        context,
        "rework",
        "Send a job's work back to its worker with things to do, 3 times at most, and wait for it.",
        "errand rework j7 --item \"The test does not cover empty files\"")
    {
        items.Required = true;
        items.DefaultValueFactory = null;
        Add(id);
        Add(items);
        wait.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        JobReceipt receipt = await Context.Jobs.ReworkAsync(job, line.GetRequiredValue(items), CommandContext.By, cancellationToken);
        return await wait.AnswerAsync(line, Context, receipt, cancellationToken);
    }
}
