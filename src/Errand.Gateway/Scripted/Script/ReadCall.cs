namespace Errand.Gateway.Scripted;

/// <summary>Reads a file.</summary>
/// <param name="Path">Where the call stands in its script.</param>
/// <param name="File">Absolute, or relative to the client's working directory.</param>
public sealed record ReadCall(string Path, string File) : ScriptCall(Path)
{
    internal override ScriptCall Filled(Func<string, string> fill) => this with { File = fill(File) };
}
