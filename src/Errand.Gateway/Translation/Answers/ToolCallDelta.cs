namespace Errand.Gateway.Translation.Answers;

/// <summary>A piece of a tool call as an upstream sent it; every field may be missing, late or repeated.</summary>
public readonly ref struct ToolCallDelta
{
    /// <summary>The call's number in this answer; null = not said.</summary>
    public int? Index { get; init; }

    /// <summary>Escaped; empty = not said.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>Escaped; the name as the upstream knows it; empty = not said.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The next piece of the arguments as JSON string content, still escaped.</summary>
    public ReadOnlySpan<byte> Arguments { get; init; }

    /// <summary>The arguments as one whole JSON value, from upstreams that send an object instead of a string.</summary>
    public ReadOnlySpan<byte> ArgumentsValue { get; init; }

    /// <summary>True if the upstream said that the call is complete.</summary>
    public bool IsComplete { get; init; }
}
