using System.Security.Cryptography;

namespace Errand.Gateway.Scripted;

/// <summary>A tool call as the client will see it.</summary>
/// <param name="Namespace">The tool's group; null for none.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Input">JSON text of an object, or plain text for a freeform tool.</param>
/// <param name="IsFreeform">Whether the tool takes text instead of an object.</param>
internal sealed record WireCall(string? Namespace, string Name, string Input, bool IsFreeform)
{
    private const int IdLength = 24;

    // Random, because a conversation can go on with another scripted model, whose ids must not meet ours.
    public string Id { get; } = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
}
