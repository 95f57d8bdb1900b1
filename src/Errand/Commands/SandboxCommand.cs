using System.CommandLine;
using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Processes;

namespace Errand.Commands;

/// <summary><c>errand sandbox -- COMMAND</c>: a look around in what a worker would be held by.</summary>
internal sealed class SandboxCommand : ErrandCommand
{
    private readonly Argument<string[]> command = new("COMMAND") { Description = "The program and its arguments, after `--`.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> readOnly = Words.Flag("--read", "Show the directory read-only, as to a job that may only read.");
    private readonly Option<bool> open = Words.Flag("--open", "Show the machine's network; without it there is none.");

    public SandboxCommand(CommandContext context) : base(
        context,
        "sandbox",
        "Run a command in a job's sandbox: this directory is the workspace, home and temp directory are new and empty.",
        "errand sandbox -- ls -la /",
        "errand sandbox -- sh -c 'curl example.com; cat /proc/1/environ'")
    {
        Add(command);
        Add(readOnly);
        Add(open);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var composition = new Composition(Context.Environment, Context.Clock);
        composition.State.Ensure();
        SandboxLook look = composition.CreateSandboxLook();
        ProcessExit exit = await look.RunAsync(
            line.GetValue(command)!,
            line.GetValue(readOnly),
            line.GetValue(open) ? SandboxNetwork.Open : SandboxNetwork.None,
            new ProcessOutput
            {
                StandardOutput = text => Context.Terminal.Out.WriteLine(text.Text),
                StandardError = text => Context.Terminal.Error.WriteLine(text.Text),
            },
            cancellationToken);
        return exit.ExitCode == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
