namespace Errand.Gateway.Scripted;

/// <summary>Makes a file, or replaces it.</summary>
/// <param name="Path">Where the call stands in its script.</param>
/// <param name="File">Absolute, or relative to the client's working directory.</param>
/// <param name="Text">The whole new content.</param>
public sealed record WriteCall(string Path, string File, string Text) : ScriptCall(Path)
{
    internal override ScriptCall Filled(Func<string, string> fill) => this with { File = fill(File), Text = fill(Text) };
}
