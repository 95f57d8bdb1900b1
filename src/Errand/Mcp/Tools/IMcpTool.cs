using Errand.Mcp.Arguments;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>A tool of the server: what the model is told of it, and what a call does.</summary>
internal interface IMcpTool
{
    /// <summary>What hosts list. The model sees its name, description and input schema only; every word of them is paid for in every session.</summary>
    Tool Definition { get; }

    /// <summary>Reads all arguments, then does the work.</summary>
    /// <param name="arguments">What the host gave.</param>
    /// <param name="call">Who calls.</param>
    /// <param name="cancellationToken">The host has cancelled the call, or the server ends.</param>
    /// <returns>The answer in labelled lines.</returns>
    /// <exception cref="Errand.Core.ErrandException">The call is refused; its message is the answer.</exception>
    Task<string> CallAsync(ToolArguments arguments, HostCall call, CancellationToken cancellationToken);
}
