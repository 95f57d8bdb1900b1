namespace Errand.Gateway.Scripted;

/// <summary>A tool call in words that no client owns; a dialect turns it into what the connected client offers.</summary>
/// <param name="Path">Where the call stands in its script.</param>
public abstract record ScriptCall(string Path)
{
    /// <summary>The same call with every placeholder replaced.</summary>
    internal abstract ScriptCall Filled(Func<string, string> fill);
}
