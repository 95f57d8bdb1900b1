namespace Errand.Gateway.Translation.Profiles;

/// <summary>What a Chat Completions backend wants differently. Data: built-in ones stand in <c>profiles.json</c>, and a configuration can write its own.</summary>
public sealed record BackendProfile
{
    public required string Name { get; init; }
}
