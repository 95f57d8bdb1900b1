using System.Collections;

namespace Errand.Gateway.Scripted;

/// <summary>The requests that were received so far, oldest first, and the questions that are asked of them most.</summary>
public sealed class ScriptedRequests(IReadOnlyList<ScriptedRequest> requests) : IReadOnlyList<ScriptedRequest>
{
    public int Count => requests.Count;

    public ScriptedRequest this[int index] => requests[index];

    /// <summary>Those for an answer of the model.</summary>
    public IEnumerable<ScriptedRequest> Turns => requests.Where(request => request.Turn is not null);

    /// <summary>Those of one scenario, for a model that plays several.</summary>
    public ScriptedRequests In(string scenario) => new([.. requests.Where(request => request.Scenario == scenario)]);

    /// <summary>Every tool result that the model saw, each once, in the order in which it saw them.</summary>
    public IReadOnlyList<ToolResult> ToolResults =>
    [
        .. requests.SelectMany(request => request.Results.Select(result => (request.Conversation, Result: result)))
            .DistinctBy(seen => (seen.Conversation, seen.Result.CallId))
            .Select(seen => seen.Result),
    ];

    /// <summary>Names of all models that were asked for, each once.</summary>
    public IReadOnlyList<string> Models => [.. requests.Select(request => request.Model).Where(model => model.Length > 0).Distinct()];

    /// <summary>All tools that were offered to the model at some time, each once.</summary>
    public IReadOnlyList<OfferedTool> ToolsOffered => [.. requests.SelectMany(request => request.Tools).Distinct()];

    /// <summary>The text that the model saw for a tool call.</summary>
    /// <param name="number">From 1, in the order in which the model saw the results.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many results.</exception>
    public string ToolResultText(int number)
    {
        var results = ToolResults;
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, results.Count);
        return results[number - 1].Text;
    }

    public IEnumerator<ScriptedRequest> GetEnumerator() => requests.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
