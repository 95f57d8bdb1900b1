using System.CommandLine;
using System.CommandLine.Help;

namespace Errand.Commands;

/// <summary>All verbs. The order is the order of the help.</summary>
internal static class CommandTree
{
    private const int HelpWidth = 120;

    public static RootCommand Build(CommandContext context)
    {
        var root = new RootCommand("Hands coding jobs to worker agents, runs them in isolation, and proves the result.")
        {
            new RunCommand(context),
            new ListCommand(context),
            new ShowCommand(context),
            new WaitCommand(context),
            new LogsCommand(context),
            new AttachCommand(context),
            new AcceptCommand(context),
            new ReworkCommand(context),
            new WidenCommand(context),
            new DropCommand(context),
            new RetryCommand(context),
            new BudgetCommand(context),
            new DiscardCommand(context),
            new CancelCommand(context),
            new StatsCommand(context),
            new GcCommand(context),
            new McpCommand(context),
            new GatewayCommand(context),
            new SandboxCommand(context),
            new DoctorCommand(context),
            new DemoCommand(context),
        };

        // A task may begin with '[': nothing but words and options means anything here.
        root.Directives.Clear();
        foreach (Option option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Description = "Show help.";
                help.Action = new HelpWithExamples(new HelpAction { MaxWidth = HelpWidth });
            }
            else if (option is VersionOption version)
            {
                version.Description = "Show the version.";
            }
        }

        return root;
    }
}
