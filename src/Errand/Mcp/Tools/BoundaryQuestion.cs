using System.Text.Json;
using Errand.Core;
using Errand.Jobs;
using Errand.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>
/// Asks the person before the host, where there is one, what shall become of changes outside a job's scope. Hosts without a person decline or cancel by
/// themselves, so that neither is an answer; the question then stays with the model, which sees it in the receipt.
/// </summary>
internal static class BoundaryQuestion
{
    private const string Field = "answer";
    private const int LongestList = 400;

    /// <summary>A question that nobody can read in the time that is left of the host's limit is not asked.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(10);

    /// <summary>Asks about the first job that needs it, once per judgement, and does what is answered.</summary>
    public static async Task AskAsync(IReadOnlyList<JobReceipt> receipts, HostCall call, CancellationToken cancellationToken)
    {
        JobReceipt? open = receipts.FirstOrDefault(receipt => receipt is { State: JobState.Review, Boundary.Count: > 0 });
        if (open is null || call.Elicit is not { } elicit || call.TimeLeft < LeastTime || !call.Session.TakeQuestion(open))
            return;

        var by = new Decider($"user of {call.By}", "asked about changes outside the scope");
        switch (await AnswerAsync(open, elicit, call.TimeLeft, cancellationToken))
        {
            case "widen":
                await call.Jobs.WidenAsync(open.Id, [], by, cancellationToken);
                break;
            case "drop":
                await call.Jobs.DropAsync(open.Id, [], by, cancellationToken);
                break;
            case "rework" when NextSteps.Of(open).Contains("rework"):
                await call.Jobs.ReworkAsync(open.Id, ["Take back your changes outside the scope."], by, cancellationToken);
                break;
        }
    }

    /// <returns>The answer of a person; null = there was none.</returns>
    private static async Task<string?> AnswerAsync(
        JobReceipt receipt, Func<ElicitRequestParams, CancellationToken, ValueTask<ElicitResult>> elicit, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(patience);
        try
        {
            ElicitResult result = await elicit(Question(receipt), waiting.Token);
            return result.IsAccepted && result.Content?.TryGetValue(Field, out JsonElement answer) == true && answer.ValueKind == JsonValueKind.String ? answer.GetString() : null;
        }
        catch (Exception fault) when (fault is McpException or InvalidOperationException || fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ElicitRequestParams Question(JobReceipt receipt) => new()
    {
        Message = $"{receipt.Id} changed files outside its scope: {ByteBudget.Sentence(string.Join(", ", receipt.Boundary.Select(path => Escaping.Quote(path))), LongestList)}. What shall become of them?",
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties =
            {
                [Field] = new ElicitRequestParams.TitledSingleSelectEnumSchema
                {
                    OneOf =
                    [
                        new ElicitRequestParams.EnumSchemaOption { Const = "widen", Title = "Allow them" },
                        new ElicitRequestParams.EnumSchemaOption { Const = "drop", Title = "Leave them out" },
                        new ElicitRequestParams.EnumSchemaOption { Const = "rework", Title = "Have the worker take them back" },
                        new ElicitRequestParams.EnumSchemaOption { Const = "later", Title = "Decide later" },
                    ],
                },
            },
            Required = [Field],
        },
    };
}
