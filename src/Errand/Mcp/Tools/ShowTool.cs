using Errand.Core;
using Errand.Jobs.Parts;
using Errand.Jobs.Requests;
using Errand.Mcp.Arguments;
using Errand.Mcp.Text;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>Shows a job's receipt, a piece of its evidence, or which jobs there are.</summary>
/// <param name="directory">The host's own directory: of jobs elsewhere it is said where.</param>
internal sealed class ShowTool(string directory) : IMcpTool
{
    public Tool Definition { get; } = new ToolDefinition(
        "show",
        "Show a job's receipt, or a part of its evidence. Without id: recent jobs.",
        """
        "id":{"type":"string"},
        "part":{"type":"string","enum":["diff","log","events","check","brief","task","journal","usage","stat","timeline","attempt"]},
        "path":{"type":"string","description":"File of diff, attempts 1..2, or name of check"},
        "offset":{"type":"integer"},
        "line":{"type":"integer"}
        """)
    { ReadOnly = true }.Build();

    public async Task<string> CallAsync(ToolArguments arguments, HostCall call, CancellationToken cancellationToken)
    {
        JobPart? part = arguments.Choice<JobPart>("part");
        string? path = arguments.Text("path", "src/Import.cs");
        long? offset = arguments.Position("offset");
        long? line = arguments.Position("line");
        if (line is not null && offset is not null)
            throw RequestValidator.Refused("line", $"{line}", "offset says already where to begin", "leave out one of them");
        if (!arguments.Has("id") && part is null && path is null && line is null)
        {
            int from = (int)Math.Min(offset ?? 0, int.MaxValue - RecentText.MostJobs);
            return RecentText.Of(call.Jobs.List(from, RecentText.MostJobs), from, directory, call.Session);
        }

        JobId id = arguments.Job("id");
        if (part is null && (path is not null || offset is not null || line is not null))
            throw RequestValidator.Refused(path is not null ? "path" : line is not null ? "line" : "offset", path ?? $"{line ?? offset}", "it belongs to a part, and none is named", "part: diff");
        if (part is null)
            return AnswerText.Receipt(call.Jobs.Get(id), call.Session);

        PartSlice slice = await call.Jobs.ReadPartAsync(id, part.Value, path, new PartStart(offset ?? 0, line), PartText.LongestSlice, cancellationToken);
        return PartText.Render(id, part.Value, path, slice);
    }
}
