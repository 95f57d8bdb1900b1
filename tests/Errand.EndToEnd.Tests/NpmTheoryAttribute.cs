using Errand.Testing;

namespace Errand.EndToEnd.Tests;

/// <summary>A test that runs a program of <c>eng/tools/package.json</c>; skipped, saying so, where that is not installed.</summary>
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    /// <param name="package">Such as <c>@modelcontextprotocol/inspector</c>.</param>
    public NpmTheoryAttribute(string package)
    {
        string directory = Path.Combine(ToolPaths.NodeModules, package);
        Skip = Directory.Exists(directory) ? null : $"'{directory}' is not installed; run `npm ci --prefix .tools` with the files of eng/tools.";
    }
}
