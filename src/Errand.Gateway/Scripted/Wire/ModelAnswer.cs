namespace Errand.Gateway.Scripted;

/// <summary>One answer, ready for any wire.</summary>
internal sealed record ModelAnswer
{
    /// <summary>The name that the request used; clients drop reasoning that comes from another model.</summary>
    public required string Model { get; init; }

    public string? Think { get; init; }

    public string? Say { get; init; }

    public IReadOnlyList<WireCall> Calls { get; init; } = [];

    public required ScriptStop Stop { get; init; }

    public required ScriptUsage Usage { get; init; }

    /// <summary>Whether a stream tells the usage.</summary>
    public required bool TellsUsage { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
