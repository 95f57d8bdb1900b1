namespace Errand.Gateway.Scripted;

/// <summary>Turns the calls of a script into calls of the tools that one kind of client offers.</summary>
internal interface IToolDialect
{
    /// <summary>What the client needs to see called before the next turn can be played, a list for each answer; empty when nothing is.</summary>
    /// <param name="calls">The next turn's calls.</param>
    /// <param name="request">What the client sent.</param>
    IEnumerable<IReadOnlyList<ScriptCall>> Before(IReadOnlyList<ScriptCall> calls, ModelRequest request);

    /// <summary>What is to be called because results are unfinished or can be had better, a list for each answer; empty when nothing is.</summary>
    /// <param name="request">What the client sent.</param>
    /// <param name="calls">The calls that its results are for, by the id that the client was given.</param>
    IEnumerable<IReadOnlyList<ScriptCall>> After(ModelRequest request, IReadOnlyDictionary<string, ScriptCall> calls);

    /// <exception cref="ScriptPlayException">The client offers no tool for a call.</exception>
    IReadOnlyList<WireCall> Translate(IReadOnlyList<ScriptCall> calls, ModelRequest request);
}
