namespace Errand.Gateway.Scripted;

/// <summary>Why an answer ends, in words that both wires share.</summary>
public enum ScriptStop
{
    /// <summary>Anthropic <c>end_turn</c>; Responses <c>completed</c>.</summary>
    End,

    /// <summary>Anthropic <c>tool_use</c>; Responses <c>completed</c>.</summary>
    Tools,

    /// <summary>Anthropic <c>max_tokens</c>; Responses <c>incomplete</c> with <c>max_output_tokens</c>.</summary>
    Length,

    /// <summary>Anthropic <c>refusal</c>; Responses <c>incomplete</c> with <c>content_filter</c>.</summary>
    Refusal,
}
