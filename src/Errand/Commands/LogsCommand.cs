using System.CommandLine;
using Errand.Core;
using Errand.Jobs.Parts;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand logs</c>: what a job's worker printed.</summary>
internal sealed class LogsCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "Go on until the job is settled." };

    public LogsCommand(CommandContext context) : base(context, "logs", "Print what a job's worker printed, unchanged.", "errand logs j7", "errand logs j7 -f")
    {
        Add(id);
        Add(follow);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        var output = new PartOutput(Context.Jobs, Context.Terminal, Context.Clock);
        if (!line.GetValue(follow))
        {
            await output.CopyAsync(job, JobPart.Log, null, 0, null, null, cancellationToken);
            return ExitCode.Done;
        }

        try
        {
            return ExitCodes.Of(await output.FollowAsync(job, JobPart.Log, bytes => output.Write(bytes.Span), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Context.CreateWait().Leave([job]);
            throw;
        }
    }
}
