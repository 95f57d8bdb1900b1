namespace Errand.Gateway.Translation.Requests;

/// <summary>What one side said. Tool results are parts of a user's turn, tool calls of an assistant's.</summary>
public sealed record Turn(TurnRole Role, IReadOnlyList<Part> Parts);
