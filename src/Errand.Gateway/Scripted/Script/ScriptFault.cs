namespace Errand.Gateway.Scripted;

/// <summary>Something that goes wrong before a turn's answer arrives whole.</summary>
/// <param name="Times">How many requests it meets before the turn is answered properly; null = all of them, for ever.</param>
public abstract record ScriptFault(int? Times);
