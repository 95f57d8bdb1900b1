namespace Errand.Gateway.Translation.Requests;

/// <summary>A request to a model as every dialect can say it. A reader makes it of the client's body, a writer makes the upstream's body of it.</summary>
/// <remarks>All texts are slices of the client's body. What no other protocol knows (metadata, cache marks, beta fields) is not here.</remarks>
public sealed record ModelCall
{
    /// <summary>The model's name as the client said it, unescaped.</summary>
    public required string Model { get; init; }

    public bool IsStream { get; init; }

    /// <summary>The conversation in order. System turns stand where the client put them; those of the head come first.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    /// <summary>Whether the model may call several tools at once; null = the client did not say.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The number's own text; empty = not said.</summary>
    public RawJson MaxTokens { get; init; }

    /// <inheritdoc cref="MaxTokens"/>
    public RawJson Temperature { get; init; }

    /// <inheritdoc cref="MaxTokens"/>
    public RawJson TopP { get; init; }

    /// <inheritdoc cref="MaxTokens"/>
    public RawJson TopK { get; init; }

    public IReadOnlyList<JsonText> Stop { get; init; } = [];

    public ReasoningWish Reasoning { get; init; } = ReasoningWish.Unsaid;

    /// <summary>The JSON schema that the answer shall have; null = free text.</summary>
    public OutputFormat? Format { get; init; }
}
