using System.CommandLine;
using Errand.Core;
using Errand.Output;

namespace Errand.Commands;

/// <summary>The options of commands that set a worker to work: they wait for the result, or say which job it is and return.</summary>
internal sealed class WaitOptions
{
    private readonly Option<bool> detach = Words.Flag("--detach", "Print the job's id and return at once. The job goes on in any case.");
    private readonly JsonOptions json = new();

    public void AddTo(Command command)
    {
        command.Add(detach);
        json.AddTo(command);
    }

    /// <summary>Answers for a job that was just set to work.</summary>
    public async Task<ExitCode> AnswerAsync(ParseResult line, CommandContext context, JobReceipt started, CancellationToken cancellationToken)
    {
        OutputFormat format = json.Read(line);
        var answer = new JobAnswer(context.Terminal, format);
        if (!line.GetValue(detach))
        {
            IReadOnlyList<JobReceipt> settled = await context.CreateWait().RunAsync([started.Id], all: true, patience: null, cancellationToken);
            answer.Write(settled);
            return ExitCodes.Of(settled);
        }

        if (format == OutputFormat.Text)
            context.Terminal.Out.WriteLine(started.Id);
        else
            answer.Write(started);
        return ExitCode.Done;
    }
}
