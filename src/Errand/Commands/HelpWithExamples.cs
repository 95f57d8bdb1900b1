using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Errand.Commands;

/// <summary>The parser's own help, followed by a command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ErrandCommand command)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in command.Examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        return (int)ExitCode.Done;
    }
}
