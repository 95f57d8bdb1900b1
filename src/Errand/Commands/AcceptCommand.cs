using System.CommandLine;
using Errand.Core;
using Errand.Jobs;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand accept</c>: takes a job's work.</summary>
internal sealed class AcceptCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Option<string?> into = Words.Value("--into", "checkout|branch", "Your checkout, as uncommitted changes, or a branch errand/LABEL. Default: checkout.");
    private readonly Option<string?> why = Words.Why();
    private readonly JsonOptions json = new();

    public AcceptCommand(CommandContext context) : base(
        context,
        "accept",
        "Take a job's work: all of it, or nothing when a file collides.",
        "errand accept j7",
        "errand accept j7 --into branch")
    {
        Add(id);
        Add(into);
        Add(why);
        json.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        AcceptTarget target = Bind.Choice<AcceptTarget>("into", line.GetValue(into)) ?? AcceptTarget.Checkout;
        JobReceipt receipt = await Context.Jobs.AcceptAsync(job, target, Decider.Of(CommandContext.By, line.GetValue(why)), cancellationToken);
        new JobAnswer(Context.Terminal, json.Read(line)).Write(receipt);
        return ExitCode.Done;
    }
}
