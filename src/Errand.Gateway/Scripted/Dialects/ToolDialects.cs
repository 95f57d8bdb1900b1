namespace Errand.Gateway.Scripted;

internal static class ToolDialects
{
    /// <summary>The dialect that a request's tools call for. Not its protocol: a gateway lets any client speak any.</summary>
    public static IToolDialect For(ModelRequest request)
    {
        if (request.Tools.Any(tool => tool is { Name: CodexCodeDialect.Exec, Kind: "custom" }))
            return CodexCodeDialect.Instance;
        if (request.Tools.Any(tool => tool.Name == CodexDialect.ExecCommand))
            return CodexDialect.Instance;

        return request.Wire is ResponsesWire && !request.Tools.Any(tool => tool is { Name: ClaudeDialect.Read, Namespace: null }) ? CodexDialect.Instance : ClaudeDialect.Instance;
    }
}
