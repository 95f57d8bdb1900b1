using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Jobs;
using Errand.Mcp.Sessions;
using Errand.Mcp.Tools;
using Errand.Mcp.Transport;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Errand.Mcp;

/// <summary>Serves one host over a pair of streams, until it goes.</summary>
/// <param name="environment">Where the server was started.</param>
/// <param name="compose">Makes the engine. Not called before the first tool call: a host that waits for the first answer goes on without the server.</param>
/// <param name="clock">The time.</param>
internal sealed class McpSession(ErrandEnvironment environment, Func<JobService> compose, TimeProvider clock)
{
    /// <summary>How long handlers that do not listen to their cancellation may hold up the end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // A configuration that could not be read may have been corrected by the next call, so a failure is not kept.
    private readonly Lazy<JobService> jobs = new(compose, LazyThreadSafetyMode.PublicationOnly);
    private readonly Lazy<HostSession> session = new();
    private readonly Lazy<ToolSet> tools = new(() => new ToolSet(environment.WorkingDirectory));

    /// <summary>Runs until the input ends, the output breaks or the token is cancelled; then within a few seconds at most.</summary>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        await using var transport = new HostTransport(input, output, clock);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using McpServer server = McpServer.Create(transport, Options(transport.HostGone));
        Task serving = server.RunAsync(life.Token);
        await Task.WhenAny(serving, transport.Completion);
        await life.CancelAsync();
        await Task.WhenAny(serving, Task.Delay(Patience, clock, CancellationToken.None));
    }

    private McpServerOptions Options(CancellationToken hostGone)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "errand", Version = typeof(McpSession).Assembly.GetName().Version!.ToString(3) },
            ServerInstructions = ServerInstructions.Text,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        };
        options.Filters.Message.OutgoingFilters.Add(HideLogging);
        options.Handlers.ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. tools.Value.Definitions] });
        options.Handlers.CallToolHandler = async (request, cancellationToken) =>
        {
            var call = new HostCall(() => jobs.Value, request.Server.ClientInfo?.Name, session.Value, clock, hostGone)
            {
                Elicit = request.Server.ClientCapabilities?.Elicitation is null ? null : request.Server.ElicitAsync,
            };
            return await tools.Value.CallAsync(request.Params?.Name ?? "", request.Params?.Arguments, call, cancellationToken);
        };
        return options;
    }

    /// <summary>The library offers hosts a log that it would never fill; the protocol has given logging up.</summary>
    private static McpMessageHandler HideLogging(McpMessageHandler next) => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcResponse { Result: JsonObject result } && result["capabilities"] is JsonObject capabilities)
            capabilities.Remove("logging");
        return next(context, cancellationToken);
    };
}
