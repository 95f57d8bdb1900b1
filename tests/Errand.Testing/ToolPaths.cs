namespace Errand.Testing;

/// <summary>Where the repository and the programs that tests drive are. Nothing is looked up in the machine's own PATH.</summary>
public static class ToolPaths
{
    /// <summary>The repository's root: the nearest directory above the test assembly that holds <c>Errand.slnx</c>.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The worker CLIs and helpers that <c>eng/tools/package.json</c> pins, as installed into <c>.tools</c>.</summary>
    public static string NodeModules => Path.Combine(Repository, ".tools", "node_modules");

    /// <summary><c>errand</c> as users run it, where <c>eng/test</c> names it; else the one that was built with the tests, which does the same more slowly.</summary>
    public static string Errand => Environment.GetEnvironmentVariable("ERRAND_UNDER_TEST") is { Length: > 0 } named ? named : BuiltBy("Errand", "errand");

    /// <summary>The native binary of Claude Code.</summary>
    public static string Claude => Path.Combine(NodeModules, "@anthropic-ai", "claude-code-linux-x64", "claude");

    /// <summary>The native binary of Codex; its npm launcher would leave the real process running when it is killed.</summary>
    public static string Codex =>
        Path.Combine(NodeModules, "@openai", "codex-linux-x64", "vendor", "x86_64-unknown-linux-musl", "bin", "codex");

    /// <summary>The official MCP inspector (a Node script with a <c>#!</c> line).</summary>
    public static string McpInspector => Path.Combine(NodeModules, ".bin", "mcp-inspector");

    /// <summary>Whether the program is there; a test that needs it says so and skips when it is not.</summary>
    public static bool IsInstalled(string path) => File.Exists(path);

    /// <summary>The main file of another project's build, from the same configuration as the test assembly.</summary>
    /// <param name="project">Name of the project, such as <c>Errand.FakeWorker</c>.</param>
    /// <param name="fileName">Name of the file, such as <c>errand-fake-worker</c>.</param>
    public static string BuiltBy(string project, string fileName)
    {
        // artifacts/bin/<project of the test>/<configuration>/
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string path = Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, fileName);
        return File.Exists(path) ? path : throw new FileNotFoundException($"'{path}' has not been built. Build the project {project}.");
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Errand.slnx")))
                return directory.FullName;
        }

        throw new DirectoryNotFoundException($"No directory above '{AppContext.BaseDirectory}' holds Errand.slnx.");
    }
}
