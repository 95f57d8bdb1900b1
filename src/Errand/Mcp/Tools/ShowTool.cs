using Errand.Core;
using Errand.Jobs.Parts;
using Errand.Jobs.Requests;
using Errand.Mcp.Arguments;
using Errand.Mcp.Text;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>Shows a job's receipt or a piece of its evidence.</summary>
internal sealed class ShowTool : IMcpTool
{
    public Tool Definition { get; } = new ToolDefinition(
        "show",
        "Show a job's receipt, or a part of its evidence.",
        """
        "id":{"type":"string"},
        "part":{"type":"string","enum":["diff","log","events","check","brief","task","journal","usage"]},
        "path":{"type":"string","description":"File of diff, or name of check"},
        "offset":{"type":"integer"}
        """,
        "id")
    { ReadOnly = true }.Build();

    public async Task<string> CallAsync(ToolArguments arguments, HostCall call, CancellationToken cancellationToken)
    {
        JobId id = arguments.Job("id");
        JobPart? part = arguments.Choice<JobPart>("part");
        string? path = arguments.Text("path", "src/Import.cs");
        long? offset = arguments.Position("offset");
        if (part is null && (path is not null || offset is not null))
            throw RequestValidator.Refused(path is null ? "offset" : "path", path ?? $"{offset}", "it belongs to a part, and none is named", "part: diff");
        if (part is null)
            return AnswerText.Receipt(call.Jobs.Get(id), call.Session);

        PartSlice slice = await call.Jobs.ReadPartAsync(id, part.Value, path, offset ?? 0, PartText.LongestSlice, cancellationToken);
        return PartText.Render(id, part.Value, path, slice);
    }
}
