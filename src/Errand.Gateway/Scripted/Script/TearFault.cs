namespace Errand.Gateway.Scripted;

/// <summary>Cuts the answer before its end.</summary>
/// <param name="Times">See <see cref="ScriptFault"/>.</param>
/// <param name="Abort">True resets the connection; false ends it in good order, only too early.</param>
/// <param name="After">Events sent before the cut; null = all but the ones that end the answer.</param>
public sealed record TearFault(int? Times, bool Abort, int? After) : ScriptFault(Times);
