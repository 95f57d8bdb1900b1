namespace Errand.Gateway.Translation.Requests;

/// <summary>A piece of a turn. What a client sends that is none of these is left out by the reader.</summary>
public abstract record Part;

public sealed record TextPart(JsonText Text) : Part;
