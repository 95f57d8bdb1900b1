namespace Errand.Gateway.Scripted;

/// <summary>What a request says, in words that all protocols share.</summary>
internal sealed record ModelRequest
{
    public required IModelWire Wire { get; init; }

    public required string Model { get; init; }

    public required bool Stream { get; init; }

    /// <summary>Whether the client asked for usage in its stream; only the Chat Completions wire has to be asked.</summary>
    public bool WantsUsage { get; init; } = true;

    /// <summary>Stays the same for all requests of one conversation and differs between conversations.</summary>
    public required string Conversation { get; init; }

    /// <summary>Whether an agent that another agent started is asking.</summary>
    public required bool IsSubAgent { get; init; }

    /// <summary>The first thing the user said, without what the client adds around it.</summary>
    public required string FirstUserText { get; init; }

    public required string LastUserText { get; init; }

    /// <summary>All tool results in the request, oldest first.</summary>
    public required IReadOnlyList<ToolResult> Results { get; init; }

    /// <summary>Those that came since the last answer.</summary>
    public required IReadOnlyList<ToolResult> NewResults { get; init; }

    public required IReadOnlyList<OfferedTool> Tools { get; init; }

    /// <summary>The directory that the client says it works in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The answer to a request that the client makes on its own account, such as for a title; null = a turn of the conversation.</summary>
    public string? SideAnswer { get; init; }

    public string NewResultText => string.Join('\n', NewResults.Select(result => result.Text));

    /// <summary>What the request brings: results or, when there are none, what the user said.</summary>
    public string Input => NewResults.Count > 0 ? NewResultText : LastUserText;
}
