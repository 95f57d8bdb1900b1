namespace Errand.Gateway.Translation.Requests;

/// <summary>A tool that the client offers. Tools that run on a vendor's server are left out by the reader.</summary>
public sealed record ToolDefinition
{
    /// <summary>The name as the client knows it, without its namespace.</summary>
    public required JsonText Name { get; init; }

    /// <summary>The namespace of Responses; empty elsewhere.</summary>
    public JsonText Namespace { get; init; }

    public JsonText Description { get; init; }

    /// <summary>The JSON schema of the arguments; empty for a custom tool, or if the client gave none.</summary>
    public RawJson Schema { get; init; }

    /// <summary>True for a freeform (custom) tool of Responses: the model's input is a plain string.</summary>
    public bool IsCustom { get; init; }

    /// <summary>True for the <c>local_shell</c> of Responses: its call goes back as a <c>local_shell_call</c>, the arguments as its <c>action</c>.</summary>
    public bool IsLocalShell { get; init; }

    /// <summary>True for the <c>tool_search</c> of Responses that the client runs itself: its call goes back as a <c>tool_search_call</c>, whose arguments are an object.</summary>
    public bool IsToolSearch { get; init; }

    /// <summary>The grammar of a custom tool (<c>format</c>), which a description can quote; else empty.</summary>
    public RawJson Grammar { get; init; }

    /// <summary>Null = the client did not say.</summary>
    public bool? IsStrict { get; init; }
}
