using Errand.Core;
using Errand.Mcp;
using Errand.Testing;

namespace Errand.Tests.Mcp.Server;

/// <summary>A session whose input is given as a whole, and which calls no engine.</summary>
internal static class EndedSession
{
    public static Task RunAsync(Stream input, Stream output)
    {
        var environment = new ErrandEnvironment { StateDirectory = "/none", WorkingDirectory = "/", HomeDirectory = "/", Executable = "/none", Variables = new Dictionary<string, string>() };
        var session = new McpSession(environment, () => throw new InvalidOperationException("No engine is needed."), TimeProvider.System);
        return session.RunAsync(input, output, CancellationToken.None).WaitAsync(TestTimeouts.Default);
    }
}
