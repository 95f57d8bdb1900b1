namespace Errand.Gateway.Scripted;

/// <summary>Turns the calls of a script into calls of the tools that one kind of client offers.</summary>
internal interface IToolDialect
{
    /// <summary>Calls that the client needs to see before the next turn can be played; empty when there are none.</summary>
    /// <param name="calls">The next turn's calls.</param>
    /// <param name="request">What the client sent.</param>
    /// <param name="knownFiles">Files that the conversation has read or written already, as the client names them.</param>
    IReadOnlyList<ScriptCall> Preparation(IReadOnlyList<ScriptCall> calls, ModelRequest request, IReadOnlySet<string> knownFiles);

    /// <summary>Calls that fetch the rest of results that are not complete yet; empty when they all are.</summary>
    IReadOnlyList<ScriptCall> Continuation(ModelRequest request);

    /// <exception cref="ScriptPlayException">The client offers no tool for a call.</exception>
    IReadOnlyList<WireCall> Translate(IReadOnlyList<ScriptCall> calls, ModelRequest request);
}
