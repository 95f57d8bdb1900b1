using System.CommandLine;
using Errand.Core;
using Errand.Demo;
using Errand.Jobs.Requests;

namespace Errand.Commands;

/// <summary><c>errand demo</c>: the main job, for real, offline and free.</summary>
internal sealed class DemoCommand : ErrandCommand
{
    private readonly Option<string[]> workers = Words.Values("--worker", "NAME", "claude or codex; again for both. Default: those that are installed.");
    private readonly Option<bool> keep = Words.Flag("--keep", "Leave everything there to be looked at.");

    public DemoCommand(CommandContext context) : base(
        context,
        "demo",
        "Show the main job for real in a scratch directory: real worker programs, a scripted model, no network, no key, no cost.",
        "errand demo",
        "errand demo --worker codex --keep")
    {
        Add(workers);
        Add(keep);
    }

    protected override Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        string[] wanted = [.. line.GetValue(workers)!.Select(Known).Distinct()];
        return new DemoRun(Context.Environment, Context.Terminal.Out, Context.Clock).RunAsync(new DemoOptions(wanted, line.GetValue(keep)), cancellationToken);
    }

    private static string Known(string name) => DemoWorkers.Names.Contains(name)
        ? name
        : throw RequestValidator.Refused("worker", name, $"the demo knows {string.Join(" and ", DemoWorkers.Names)}", Nearest.Of(name, DemoWorkers.Names) ?? DemoWorkers.Names[0]);
}
