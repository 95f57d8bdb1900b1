using System.Text.Json;
using Errand.Core;
using Errand.Core.Redaction;
using Errand.Mcp.Arguments;
using Errand.Mcp.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>All tools, and how a call of one becomes an answer.</summary>
internal sealed class ToolSet(string directory)
{
    /// <summary>Most lines of news in one answer; the rest comes with the next.</summary>
    private const int MostNews = 8;

    private readonly IMcpTool[] tools = [new StartTool(directory), new WaitTool(), new ShowTool(directory), new DecideTool(), new CancelTool()];

    public IReadOnlyList<Tool> Definitions => [.. tools.Select(tool => tool.Definition)];

    /// <summary>Calls a tool. Whatever goes wrong is an answer that the model can read.</summary>
    /// <exception cref="McpProtocolException">There is no such tool.</exception>
    public async Task<CallToolResult> CallAsync(string name, IDictionary<string, JsonElement>? given, HostCall call, CancellationToken cancellationToken)
    {
        IMcpTool tool = Array.Find(tools, tool => tool.Definition.Name == name)
            ?? throw new McpProtocolException(
                $"There is no tool {Escaping.Quote(name, 40)}; there are {string.Join(", ", tools.Select(tool => tool.Definition.Name))}.",
                McpErrorCode.InvalidParams);
        try
        {
            var arguments = new ToolArguments(name, ArgumentNames(tool), given);
            string answer = await tool.CallAsync(arguments, call, cancellationToken);
            return Result(answer, call, isError: false);
        }
        catch (ErrandException refusal)
        {
            return Result(refusal.Message, call, isError: true);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"errand: {name}: {fault}");
            string message = Escaping.Quote(fault.Message, 300);
            return Result($"Errand failed at this call with a fault of its own, {fault.GetType().Name} {message}. The details are in the server's error output; please report them.", call, isError: true);
        }
    }

    private static CallToolResult Result(string answer, HostCall call, bool isError)
    {
        // A refusal may quote a program, an endpoint or a file; what answers show of jobs was cleaned when it was kept.
        var text = new System.Text.StringBuilder(isError ? Redactor.BuiltIn.Redact(answer) : answer);
        foreach (JobReceipt receipt in call.TakeNews(MostNews))
            text.Append('\n').Append(AnswerText.News(receipt));
        return new CallToolResult { Content = [new TextContentBlock { Text = text.ToString() }], IsError = isError };
    }

    private static string[] ArgumentNames(IMcpTool tool) =>
        [.. tool.Definition.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
}
