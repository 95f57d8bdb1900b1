using Errand.Core;
using Errand.Jobs;
using Errand.Jobs.Requests;
using Errand.Mcp.Arguments;
using Errand.Mcp.Text;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>Decides about a job.</summary>
internal sealed class DecideTool : IMcpTool
{
    public Tool Definition { get; } = new ToolDefinition(
        "decide",
        "Decide on a finished job. items: what rework shall fix, globs that widen the scope, paths to drop from the work. retry is for blocked jobs; budget raises that of a running job or a used-up one.",
        """
        "id":{"type":"string"},
        "action":{"type":"string","enum":["accept","rework","widen","drop","retry","discard","budget"]},
        "items":{"type":"array","items":{"type":"string"}},
        "into":{"type":"string","enum":["checkout","branch"]},
        "amount":{"type":"string","description":"+1.00 or +100k"},
        "why":{"type":"string"}
        """,
        "id", "action").Build();

    public async Task<string> CallAsync(ToolArguments arguments, HostCall call, CancellationToken cancellationToken)
    {
        JobId id = arguments.Job("id");
        Decision action = arguments.Choice<Decision>("action") ?? throw new ErrandException(ErrorCatalog.InvalidArgument, "action is missing. Example: accept");
        IReadOnlyList<string> items = arguments.Texts("items", "Handle the empty file as well.");
        AcceptTarget? into = arguments.Choice<AcceptTarget>("into");
        if (into is not null && action != Decision.Accept)
            throw RequestValidator.Refused("into", SnakeCase.Of(into.Value), $"it belongs to accept, not to {SnakeCase.Of(action)}", "action: accept");
        if (arguments.Has("items") && action is not (Decision.Rework or Decision.Widen or Decision.Drop))
            throw RequestValidator.Refused("items", $"{items.Count} items", $"they belong to rework, widen or drop, not to {SnakeCase.Of(action)}", "action: rework");

        string? amount = arguments.Text("amount", "+1.00");
        if ((amount is null) != (action != Decision.Budget))
            throw RequestValidator.Refused("amount", amount ?? "", "it belongs to budget, and budget needs it", "+1.00");

        var by = Decider.Of(call.By, arguments.Text("why", "The tests cover what I need."));
        JobReceipt receipt = action switch
        {
            Decision.Accept => await call.Jobs.AcceptAsync(id, into ?? AcceptTarget.Checkout, by, cancellationToken),
            Decision.Rework => await call.Jobs.ReworkAsync(id, items, by, cancellationToken),
            Decision.Widen => await call.Jobs.WidenAsync(id, items, by, cancellationToken),
            Decision.Drop => await call.Jobs.DropAsync(id, items, by, cancellationToken),
            Decision.Budget => await call.Jobs.RaiseBudgetAsync(id, BudgetText.Parse(amount!), by, cancellationToken),
            Decision.Retry => await call.Jobs.RetryAsync(id, by, cancellationToken),
            _ => await call.Jobs.DiscardAsync(id, by, cancellationToken),
        };
        return AnswerText.Decided(receipt, call.Session);
    }
}
