using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>One conversation's worth of turns.</summary>
public sealed record ScriptScenario
{
    /// <summary>Shown in records and violations.</summary>
    public required string Name { get; init; }

    /// <summary>Tried on the first user text of a new conversation; null matches everything.</summary>
    public Regex? Match { get; init; }

    /// <summary>
    /// Whether it is for agents that a worker starts itself, and for nobody else. Such an agent may bring its parent's whole conversation along
    /// and must not play the parent's turns over again.
    /// </summary>
    public bool IsForSubAgents { get; init; }

    public required IReadOnlyList<ScriptTurn> Turns { get; init; }

    /// <summary>The value of <c>{cwd}</c>; null = what the request says.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The answer to every request after the last turn.</summary>
    public string End { get; init; } = "Done.";

    /// <summary>Usage of turns that give none; null = estimated from the sizes of request and answer.</summary>
    public ScriptUsage? Usage { get; init; }

    /// <summary>Names that <c>capture</c> gives a value somewhere in the turns.</summary>
    public IReadOnlySet<string> Captures { get; init; } = new HashSet<string>();
}
