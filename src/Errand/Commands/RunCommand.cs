using System.CommandLine;
using Errand.Core;
using Errand.Jobs;

namespace Errand.Commands;

/// <summary><c>errand run</c>: starts a job, and waits for it unless told otherwise.</summary>
internal sealed class RunCommand : ErrandCommand
{
    private readonly RunOptions options = new();
    private readonly WaitOptions wait = new();

    public RunCommand(CommandContext context) : base(
        context,
        "run",
        "Give a coding job to a worker and wait for the judged result.",
        "errand run \"Skip null rows in src/Import.cs and add a test\" --check 'unit=dotnet test'",
        "errand run --file task.md --worker codex --tier think --scope 'src/**' --timeout 30m --detach",
        "git log -1 -p | errand run --file - --worker claude --json")
    {
        options.AddTo(this);
        wait.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobRequest request = await options.ReadAsync(line, Context.Environment, cancellationToken);
        StartedJob started = await Context.Jobs.StartAsync(request, CommandContext.By, cancellationToken);
        if (!started.IsNew)
            Context.Terminal.Error.WriteLine($"errand: {started.Receipt.Id} was started before with this key.");
        foreach (CheckSpec check in started.Proposed)
            Context.Terminal.Error.WriteLine($"errand: check {check.Name}: {check.Command}");
        return await wait.AnswerAsync(line, Context, started.Receipt, cancellationToken);
    }
}
