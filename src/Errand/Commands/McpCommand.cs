using System.CommandLine;

namespace Errand.Commands;

/// <summary><c>errand mcp</c>: the same for agents, over standard input and output.</summary>
internal sealed class McpCommand : ErrandCommand
{
    public McpCommand(CommandContext context) : base(
        context,
        McpEntry.Verb,
        "Serve agents over the Model Context Protocol, on standard input and output. A host starts it; nobody types into it.",
        "claude mcp add errand -- errand mcp",
        "codex mcp add errand -- errand mcp")
    {
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken) =>
        (ExitCode)await McpEntry.RunAsync(Context.Environment, Context.Clock);
}
