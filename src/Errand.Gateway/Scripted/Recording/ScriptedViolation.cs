namespace Errand.Gateway.Scripted;

/// <summary>A rule that a request broke; the client got it as a 400.</summary>
/// <param name="Request">The request's number, from 1.</param>
/// <param name="Rule">Which rule.</param>
/// <param name="Message">What is wrong and where; never contains a credential or a forbidden value.</param>
public sealed record ScriptedViolation(int Request, ScriptedRule Rule, string Message);
