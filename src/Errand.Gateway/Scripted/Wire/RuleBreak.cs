namespace Errand.Gateway.Scripted;

internal readonly record struct RuleBreak(ScriptedRule Rule, string Message);
