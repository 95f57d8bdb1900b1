namespace Errand.Gateway.Scripted;

internal static class ToolDialects
{
    /// <summary>The dialect that a request's protocol and tools call for.</summary>
    public static IToolDialect For(ModelRequest request) => request.Wire switch
    {
        AnthropicWire => ClaudeDialect.Instance,
        ChatWire when !request.Tools.Any(tool => tool.Name is CodexDialect.ExecCommand or CodexCodeDialect.Exec) => ClaudeDialect.Instance,
        _ when request.Tools.Any(tool => tool is { Name: CodexCodeDialect.Exec, Kind: "custom" }) => CodexCodeDialect.Instance,
        _ => CodexDialect.Instance,
    };
}
