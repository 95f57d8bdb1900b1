using System.CommandLine;
using Errand.Core;
using Errand.Jobs.Parts;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand attach</c>: watches a worker live, from any terminal.</summary>
internal sealed class AttachCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();

    public AttachCommand(CommandContext context) : base(
        context,
        "attach",
        "Watch what a job's worker does, as it does it. Ctrl-C leaves; the job goes on.",
        "errand attach j7") => Add(id);

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        var output = new PartOutput(Context.Jobs, Context.Terminal, Context.Clock);
        var lines = new EventLines(Context.Terminal.Out);
        try
        {
            JobReceipt receipt = await output.FollowAsync(job, JobPart.Events, lines.Write, cancellationToken);
            new JobAnswer(Context.Terminal, OutputFormat.Text).Write(receipt);
            return ExitCodes.Of(receipt);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Context.CreateWait().Leave([job]);
            throw;
        }
    }
}
