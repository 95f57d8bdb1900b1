namespace Errand.Testing.Mcp;

/// <summary>The server answered a request with a JSON-RPC error.</summary>
public sealed class McpErrorException(int code, string message) : Exception($"{code} {message}")
{
    public int Code => code;
}
