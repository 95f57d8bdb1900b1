namespace Errand.Gateway.Translation.Profiles;

/// <summary>What is wrong with a profile that a user wrote.</summary>
/// <param name="Profile">The profile's name.</param>
/// <param name="Key">The key in it.</param>
/// <param name="Value">What stands there, as JSON, cut to a readable length.</param>
/// <param name="Allowed">What may stand there, as the end of a sentence that begins with "It must be".</param>
public sealed record ProfileProblem(string Profile, string Key, string Value, string Allowed);
