namespace Errand.Gateway.Scripted;

/// <summary>Answers in good order, with nothing in it.</summary>
/// <param name="Times">See <see cref="ScriptFault"/>.</param>
public sealed record EmptyFault(int? Times) : ScriptFault(Times);
