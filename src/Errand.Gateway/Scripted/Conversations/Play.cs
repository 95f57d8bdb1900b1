namespace Errand.Gateway.Scripted;

/// <summary>What to do about one request.</summary>
internal sealed record Play
{
    public required ModelAnswer Answer { get; init; }

    public ScriptFault? Fault { get; init; }

    public TimeSpan Delay { get; init; }

    public TimeSpan Pace { get; init; }

    public string? Scenario { get; init; }

    /// <summary>The turn's number, from 1; null for what belongs to no turn.</summary>
    public int? Turn { get; init; }

    /// <summary>Called when the answer is about to be complete; a turn that a client never got whole is played again.</summary>
    public Action Complete { get; init; } = () => { };
}
