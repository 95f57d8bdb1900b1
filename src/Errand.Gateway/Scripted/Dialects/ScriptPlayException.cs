namespace Errand.Gateway.Scripted;

/// <summary>The script cannot be played to this request.</summary>
internal sealed class ScriptPlayException(ScriptedRule rule, string message) : Exception(message)
{
    public ScriptedRule Rule { get; } = rule;

    public static ScriptPlayException NoTool(ScriptCall call, string wanted, ModelRequest request) =>
        new(ScriptedRule.Script, $"{call.Path} needs {wanted}, but the request offers only {string.Join(", ", request.Tools)}.");
}
