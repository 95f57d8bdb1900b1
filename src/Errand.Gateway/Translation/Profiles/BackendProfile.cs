namespace Errand.Gateway.Translation.Profiles;

/// <summary>What a Chat Completions backend wants differently. Data: built-in ones stand in <c>profiles.json</c>, and a configuration can write its own.</summary>
public sealed record BackendProfile
{
    public required string Name { get; init; }

    /// <summary>What the limit of the answer is called: <c>max_tokens</c> or <c>max_completion_tokens</c>; <c>none</c> = it is not sent.</summary>
    public string MaxTokens { get; init; } = "max_tokens";

    /// <summary>The highest limit that the backend accepts; a higher one of the client's is lowered to it. Null = any.</summary>
    public long? MaxTokensLimit { get; init; }

    /// <summary>Members of the body when the client wants reasoning; empty = none.</summary>
    public RawJson ReasoningOn { get; init; }

    /// <summary>Members of the body when the client wants none; empty = none.</summary>
    public RawJson ReasoningOff { get; init; }

    /// <summary>Members of the body when an effort is known; the string <c>$effort</c> in it stands for the backend's word. Empty = the backend takes no effort.</summary>
    public RawJson ReasoningEffort { get; init; }

    /// <summary>The backend's words for the clients' (<c>minimal, low, medium, high, xhigh, max</c>). A word that is missing is not sent.</summary>
    public IReadOnlyDictionary<string, string> Efforts { get; init; } = new Dictionary<string, string>();

    /// <summary>The client's word that is assumed when it wants reasoning and says no effort; null = none.</summary>
    public string? DefaultEffort { get; init; }

    /// <summary>Whether the backend reasons in streams only, so that a request for one document has to turn it off.</summary>
    public bool ReasoningNeedsStream { get; init; }

    /// <summary>The member of an assistant's message in which the backend wants its reasoning back: <c>reasoning_content</c> or <c>reasoning</c>; <c>none</c> = not at all.</summary>
    public string ReasoningEcho { get; init; } = "none";

    /// <summary>Whether a turn with tool calls needs the echo even where there was no reasoning: DeepSeek and Kimi refuse it otherwise.</summary>
    public bool EmptyReasoningEcho { get; init; }

    /// <summary>Keywords of JSON Schema that the backend refuses in a tool.</summary>
    public IReadOnlyList<string> DropKeywords { get; init; } = ["$schema"];

    /// <summary>Whether patterns with <c>\p</c> or lookarounds are dropped; grammars for constrained output know neither.</summary>
    public bool DropUnsafePatterns { get; init; } = true;

    /// <summary>Where images of a tool's result go: <c>user</c> = into the user's message after the results, <c>tool</c> = into the result; <c>none</c> = the backend takes no images at all.</summary>
    public string Images { get; init; } = "user";

    /// <summary>Whether <c>stream_options.include_usage</c> is sent with a stream.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Whether <c>parallel_tool_calls</c> is known.</summary>
    public bool ParallelToolCalls { get; init; } = true;

    /// <summary>What becomes of a system message in the middle of the conversation: <c>system</c> = it stays, <c>user</c> = it joins the user's message beside it.</summary>
    public string InlineSystem { get; init; } = "user";

    /// <summary>Whether <c>top_k</c> is known.</summary>
    public bool TopK { get; init; }

    /// <summary>The forms of <c>tool_choice</c> that are known: <c>auto, none, required, function</c>.</summary>
    public IReadOnlyList<string> ToolChoices { get; init; } = ["auto", "none", "required", "function"];

    /// <summary>Whether a tool may be forced while the model reasons.</summary>
    public bool ForcedToolsWhileReasoning { get; init; } = true;

    /// <summary>How an answer in JSON is asked for: <c>json_schema</c>; <c>json_object</c> and <c>none</c> = the schema is put into the system message.</summary>
    public string ResponseFormat { get; init; } = "json_schema";

    /// <summary>The <c>content</c> of an assistant's message that has only tool calls: <c>null</c>, <c>empty</c> (a string), or <c>omit</c>.</summary>
    public string EmptyContent { get; init; } = "null";

    /// <summary>How many stop sequences are taken; more are cut off. Null = any number.</summary>
    public long? MaxStopSequences { get; init; }

    /// <summary>Whether <c>strict</c> is passed on with a tool.</summary>
    public bool StrictTools { get; init; }

    /// <summary>Members of the body that the backend refuses, such as <c>temperature</c>.</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];
}
