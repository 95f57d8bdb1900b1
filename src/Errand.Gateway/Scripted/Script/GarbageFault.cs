namespace Errand.Gateway.Scripted;

/// <summary>Sends bytes that belong to no protocol, then ends the answer.</summary>
/// <param name="Times">See <see cref="ScriptFault"/>.</param>
/// <param name="Text">What to send.</param>
/// <param name="After">Events sent before it. Default 0.</param>
public sealed record GarbageFault(int? Times, string Text, int After) : ScriptFault(Times);
