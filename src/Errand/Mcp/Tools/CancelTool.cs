using Errand.Core;
using Errand.Jobs;
using Errand.Mcp.Arguments;
using Errand.Mcp.Text;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>Ends a job. Its worker is dead and its work is captured when the answer comes.</summary>
internal sealed class CancelTool : IMcpTool
{
    public Tool Definition { get; } = new ToolDefinition(
        "cancel",
        "Stop a job; its work is kept.",
        """
        "id":{"type":"string"},
        "reason":{"type":"string","enum":["user_requested","obsolete","unsafe"]},
        "why":{"type":"string"}
        """,
        "id")
    { Idempotent = true }.Build();

    public async Task<string> CallAsync(ToolArguments arguments, HostCall call, CancellationToken cancellationToken)
    {
        JobId id = arguments.Job("id");
        CancelReason reason = arguments.Choice<CancelReason>("reason") ?? CancelReason.UserRequested;
        JobReceipt receipt = await call.Jobs.CancelAsync(id, reason, Decider.Of(call.By, arguments.Text("why", "Another job has done it.")), cancellationToken);
        return AnswerText.Decided(receipt, call.Session);
    }
}
