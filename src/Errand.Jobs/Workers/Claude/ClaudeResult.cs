using Errand.Core;

namespace Errand.Jobs.Workers.Claude;

/// <summary>The line with which Claude Code ends a turn. There may be several, and lines may follow it; the last one counts.</summary>
internal sealed record ClaudeResult
{
    private const int MostNamedDenials = 5;
    private const int LongestDenial = 80;

    public required string? Subtype { get; init; }

    public required bool? IsError { get; init; }

    /// <summary>Why the model stopped; null = its answer was torn, or no model was asked.</summary>
    public required string? StopReason { get; init; }

    /// <summary>HTTP status of the error; null also for errors that have one.</summary>
    public required long? Status { get; init; }

    /// <summary>The last answer, or the error in its place.</summary>
    public required string? Text { get; init; }

    public required IReadOnlyList<string> Errors { get; init; }

    public required ModelUsage Usage { get; init; }

    /// <summary>A sentence about tool calls that were denied; null = none was.</summary>
    public required string? Denials { get; init; }

    public static ClaudeResult Read(JsonFields line) => new()
    {
        Subtype = line.Text("subtype"),
        IsError = line.Flag("is_error"),
        StopReason = line.Text("stop_reason"),
        Status = line.Count("api_error_status"),
        Text = line.Text("result"),
        Errors = [.. line.Texts("errors")],
        Usage = ReadUsage(line),
        Denials = ReadDenials([.. line.Items("permission_denials")]),
    };

    /// <summary>Sums of the whole process by model, with sub-agents and all turns; the other figure covers the last turn only.</summary>
    private static ModelUsage ReadUsage(JsonFields line)
    {
        ModelUsage[] models =
        [
            .. line.Object("modelUsage").Values().Select(model => Sum(
                model.Count("inputTokens"), model.Count("cacheCreationInputTokens"), model.Count("cacheReadInputTokens"), model.Count("outputTokens"))),
        ];
        JsonFields turn = line.Object("usage");
        return models.Length > 0
            ? models.Aggregate(ModelUsage.Add)
            : Sum(turn.Count("input_tokens"), turn.Count("cache_creation_input_tokens"), turn.Count("cache_read_input_tokens"), turn.Count("output_tokens"));
    }

    private static ModelUsage Sum(long? input, long? cacheWrites, long? cacheReads, long? output) =>
        new((input ?? 0) + (cacheWrites ?? 0) + (cacheReads ?? 0), cacheReads ?? 0, output ?? 0);

    private static string? ReadDenials(IReadOnlyList<JsonFields> denials)
    {
        if (denials.Count == 0)
            return null;

        IEnumerable<string> named = denials.Take(MostNamedDenials)
            .Select(denial => Escaping.Quote(ToolCall.Describe(denial.Text("tool_name"), denial.Object("tool_input")), LongestDenial));
        string rest = denials.Count > MostNamedDenials ? ", …" : "";
        return $"{denials.Count} tool {(denials.Count == 1 ? "call was" : "calls were")} not permitted: {string.Join(", ", named)}{rest}.";
    }
}
