using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>One answer of the model: reasoning, then text, then calls; and what may go wrong before it.</summary>
public sealed record ScriptTurn
{
    /// <summary>Where the turn stands in its script, such as <c>$.turns[2]</c>.</summary>
    public required string Path { get; init; }

    public string? Think { get; init; }

    public string? Say { get; init; }

    public IReadOnlyList<ScriptCall> Calls { get; init; } = [];

    /// <summary>Must match what the request brings: the tool results since the last answer or, when there are none, the last user text.</summary>
    public Regex? ExpectInput { get; init; }

    /// <summary>Must match the last user text.</summary>
    public Regex? ExpectUser { get; init; }

    /// <summary>Must match the tool results since the last answer.</summary>
    public Regex? ExpectResult { get; init; }

    /// <summary>Placeholder name to pattern; its first group, or the whole match, found in what the request brings, is the value from here on.</summary>
    public IReadOnlyDictionary<string, Regex> Capture { get; init; } = new Dictionary<string, Regex>();

    public IReadOnlyList<ScriptFault> Faults { get; init; } = [];

    /// <summary>Overrides the reason that follows from the content.</summary>
    public ScriptStop? Stop { get; init; }

    public ScriptUsage? Usage { get; init; }

    /// <summary>Silence before the first byte of the answer. Default none, at most an hour.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Silence between two events of a stream. Default none, at most a minute.</summary>
    public TimeSpan Pace { get; init; }

    public bool HasContent => Think is not null || Say is not null || Calls.Count > 0;
}
