namespace Errand.Gateway.Scripted;

/// <summary>Replaces lines of a file.</summary>
/// <param name="Path">Where the call stands in its script.</param>
/// <param name="File">Absolute, or relative to the client's working directory.</param>
/// <param name="Old">The lines to replace; whole lines, because a patch cannot name parts of one.</param>
/// <param name="New">The lines to put there.</param>
public sealed record EditCall(string Path, string File, string Old, string New) : ScriptCall(Path)
{
    internal override ScriptCall Filled(Func<string, string> fill) => this with { File = fill(File), Old = fill(Old), New = fill(New) };
}
