namespace Errand.Gateway.Scripted;

/// <summary>One request as it was received, and what was made of it.</summary>
public sealed record ScriptedRequest
{
    /// <summary>From 1, in the order of arrival.</summary>
    public required int Number { get; init; }

    /// <summary>When its body had arrived.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Method { get; init; }

    /// <summary>Without the query.</summary>
    public required string Path { get; init; }

    /// <summary>Names in lower case; credentials are masked.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>As UTF-8 text; forbidden values are masked.</summary>
    public required string Body { get; init; }

    /// <summary>The status that was answered.</summary>
    public int Status { get; init; }

    /// <summary>The model that was asked for; empty when the request names none.</summary>
    public string Model { get; init; } = "";

    public bool Stream { get; init; }

    /// <summary>What tells this conversation from others.</summary>
    public string Conversation { get; init; } = "";

    public bool IsSubAgent { get; init; }

    /// <summary>The first thing the user said, without what the client adds around it.</summary>
    public string FirstUserText { get; init; } = "";

    public string LastUserText { get; init; } = "";

    public IReadOnlyList<OfferedTool> Tools { get; init; } = [];

    /// <summary>All tool results in the request, oldest first.</summary>
    public IReadOnlyList<ToolResult> Results { get; init; } = [];

    /// <summary>The scenario that it belongs to; null for none.</summary>
    public string? Scenario { get; init; }

    /// <summary>The turn that answered it, from 1; null when none did: errors, side requests, requests beyond the end.</summary>
    public int? Turn { get; init; }
}
