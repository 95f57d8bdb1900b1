namespace Errand.Gateway.Responses;

/// <summary>The forms of an output item.</summary>
internal enum ResponsesItemKind
{
    Reasoning,
    Message,
    Function,
    Custom,
    LocalShell,
    ToolSearch,
}
