using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Verification;

/// <summary>Finds a repository's own test commands by the files at its root, as it has them in a commit.</summary>
internal static class ProposedChecks
{
    private const int LongestFile = 1 << 20;

    /// <summary>The file that shows how a repository is tested, the check's name and its command; the first of an ecosystem counts.</summary>
    private static readonly (string Ecosystem, string File, string Name, string Command)[] Known =
    [
        ("dotnet", "*.slnx", "dotnet", "dotnet test"),
        ("dotnet", "*.sln", "dotnet", "dotnet test"),
        ("dotnet", "*.csproj", "dotnet", "dotnet test"),
        ("python", "pytest.ini", "pytest", "python3 -m pytest -q"),
        ("python", "conftest.py", "pytest", "python3 -m pytest -q"),
        ("python", "tests/conftest.py", "pytest", "python3 -m pytest -q"),
        ("go", "go.mod", "go", "go test ./..."),
        ("rust", "Cargo.toml", "cargo", "cargo test"),
        ("jvm", "mvnw", "maven", "./mvnw -B test"),
        ("jvm", "pom.xml", "maven", "mvn -B test"),
        ("jvm", "gradlew", "gradle", "./gradlew test"),
        ("jvm", "build.gradle", "gradle", "gradle test"),
        ("ruby", ".rspec", "rspec", "bundle exec rspec"),
        ("php", "phpunit.xml", "phpunit", "vendor/bin/phpunit"),
        ("php", "phpunit.xml.dist", "phpunit", "vendor/bin/phpunit"),
    ];

    public static async Task<CheckSpec[]> FindAsync(GitClient git, string gitDirectory, string commit, IReadOnlyList<string> taken, CancellationToken cancellationToken)
    {
        IReadOnlyList<TreeEntry> entries = await TreeListing.OfTreeAsync(git, gitDirectory, commit, cancellationToken);
        Dictionary<string, string> files = entries.Where(entry => FileModes.IsFile(entry.Mode)).ToDictionary(entry => entry.Path, entry => entry.Id);
        return [.. (await ProposeAsync(files, ReadAsync)).Where(check => !taken.Contains(check.Name, StringComparer.OrdinalIgnoreCase))];

        async Task<string> ReadAsync(string path)
        {
            var command = new GitCommand("cat-file", "blob", files[path]) { Directory = gitDirectory, GitDirectory = gitDirectory };
            ReadOnlyMemory<byte> content = await git.RunAsync(command, cancellationToken);
            return content.Length > LongestFile ? "" : Encoding.UTF8.GetString(content.Span);
        }
    }

    /// <param name="files">All files of the base, by path.</param>
    /// <param name="read">Reads one of them.</param>
    internal static async Task<IReadOnlyList<CheckSpec>> ProposeAsync(IReadOnlyDictionary<string, string> files, Func<string, Task<string>> read)
    {
        var found = new List<CheckSpec>();
        var ecosystems = new HashSet<string>();
        foreach ((string ecosystem, string file, string name, string command) in Known)
        {
            if (files.Keys.Any(path => file[0] == '*' ? !path.Contains('/') && path.Ends(file[1..]) : path == file) && ecosystems.Add(ecosystem))
                found.Add(new CheckSpec(name, command));
        }

        if (!ecosystems.Contains("python") && await PythonAsync(files, read) is { } python)
            found.Add(python);
        if (files.ContainsKey("package.json") && Script(await read("package.json")) is not null)
            found.Add(new CheckSpec("npm", Runner(files) + " test"));

        // A Makefile beside all that most often only calls it.
        string? makefile = found.Count > 0 ? null : files.Keys.FirstOrDefault(path => path is "Makefile" or "makefile" or "GNUmakefile");
        if (makefile is not null)
        {
            string[] targets = [.. (await read(makefile)).Split('\n').Where(line => line.Contains(':')).Select(line => line.Split(':')[0].Trim())];
            if (Array.Find(["test", "check"], targets.Contains) is { } target)
                found.Add(new CheckSpec("make", $"make {target}"));
        }

        return found;
    }

    private static async Task<CheckSpec?> PythonAsync(IReadOnlyDictionary<string, string> files, Func<string, Task<string>> read)
    {
        foreach (string file in (string[])["pyproject.toml", "setup.cfg", "tox.ini"])
        {
            if (files.ContainsKey(file) && (await read(file)).Contains("pytest", StringComparison.Ordinal))
                return new CheckSpec("pytest", "python3 -m pytest -q");
        }

        string? test = files.Keys.FirstOrDefault(path => path.Ends(".py") && path[(path.LastIndexOf('/') + 1)..].Begins("test"));
        return test is null ? null
            : (await read(test)).Contains("unittest", StringComparison.Ordinal) ? new CheckSpec("unittest", "python3 -m unittest discover" + (test.Begins("tests/") ? " -s tests -t ." : ""))
            : new CheckSpec("pytest", "python3 -m pytest -q");
    }

    private static string Runner(IReadOnlyDictionary<string, string> files) =>
        files.ContainsKey("pnpm-lock.yaml") ? "pnpm" : files.ContainsKey("yarn.lock") ? "yarn" : files.ContainsKey("bun.lock") || files.ContainsKey("bun.lockb") ? "bun" : "npm";

    /// <summary>The script <c>test</c>, unless it is the one that <c>npm init</c> writes.</summary>
    private static string? Script(string manifest)
    {
        try
        {
            return JsonNode.Parse(manifest)?["scripts"]?["test"] is JsonValue value && value.TryGetValue(out string? script) && !script.Contains("no test specified", StringComparison.Ordinal) ? script : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
