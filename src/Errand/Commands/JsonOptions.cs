using System.CommandLine;
using Errand.Output;

namespace Errand.Commands;

/// <summary>The two options of every command that answers programs too.</summary>
internal sealed class JsonOptions
{
    public const string JsonName = "--json";
    public const string PrettyName = "--pretty";

    private readonly Option<bool> json = Words.Flag(JsonName, "Answer with JSON in one line on standard output; all other text goes to standard error.");
    private readonly Option<bool> pretty = Words.Flag(PrettyName, "The same, indented.");

    public void AddTo(Command command)
    {
        command.Add(json);
        command.Add(pretty);
    }

    public OutputFormat Read(ParseResult line) =>
        line.GetValue(pretty) ? OutputFormat.PrettyJson : line.GetValue(json) ? OutputFormat.Json : OutputFormat.Text;

    /// <summary>What a command line asks for, whatever its command is and even if the rest of it is wrong.</summary>
    public static OutputFormat Guess(IReadOnlyList<string> arguments) =>
        arguments.Contains(PrettyName) ? OutputFormat.PrettyJson : arguments.Contains(JsonName) ? OutputFormat.Json : OutputFormat.Text;
}
