namespace Errand.Gateway.Scripted;

/// <summary>Runs a shell command and waits for its end.</summary>
/// <param name="Path">Where the call stands in its script.</param>
/// <param name="Command">One command line for the client's shell.</param>
/// <param name="Timeout">Asked of clients that have a limit; null leaves theirs.</param>
public sealed record ShellCall(string Path, string Command, TimeSpan? Timeout) : ScriptCall(Path)
{
    internal override ScriptCall Filled(Func<string, string> fill) => this with { Command = fill(Command) };
}
