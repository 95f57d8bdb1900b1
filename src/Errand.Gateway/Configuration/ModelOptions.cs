using System.Text.Json;

namespace Errand.Gateway.Configuration;

/// <summary>What a name stands for that clients ask for.</summary>
public sealed record ModelOptions
{
    /// <summary>The entry that every other name goes to.</summary>
    public const string Any = "*";

    public required string Name { get; init; }

    /// <summary>An upstream's name; empty only until the configuration is checked.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>The model's name at the upstream; null = the name that the client asked for.</summary>
    public string? Model { get; init; }

    /// <summary>A profile's name; null = the upstream's.</summary>
    public string? Profile { get; init; }

    /// <summary>Members that are added to every request's body; default none.</summary>
    public JsonElement Parameters { get; init; }

    /// <summary>Where a request goes when this cannot serve it, in order: <c>UPSTREAM/MODEL</c>, or a name of <c>models</c>.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];

    /// <summary>What serves a job that failed with this: <c>UPSTREAM/MODEL</c>, or a name of <c>models</c>; null = this one again.</summary>
    public string? Escalate { get; init; }
}
