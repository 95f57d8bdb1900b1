namespace Errand.Core.Tests.Redaction;

/// <summary>Real source code without secrets, as far as the machine has any: this repository, tools of it, and what came with the SDK and its packages.</summary>
internal static class SourceCorpus
{
    private static readonly string[] Endings = [".cs", ".md", ".js", ".mjs", ".ts", ".json", ".props", ".targets", ".xml", ".yml", ".txt", ".csproj", ".sh", ".py", ".c", ".h", ".go", ".rs"];

    private const long LongestFile = 2 << 20;

    /// <summary>Up to a number of bytes, the same files in the same order every time.</summary>
    public static IEnumerable<(string Path, byte[] Text)> Read(long bytes)
    {
        long left = bytes;
        foreach (string root in Roots().Where(Directory.Exists))
        {
            // No directory may be all of it.
            long ofRoot = bytes / 3;
            foreach (string path in Files(root))
            {
                byte[] text = File.ReadAllBytes(path);
                left -= text.Length;
                ofRoot -= text.Length;
                yield return (path, text);
                if (left <= 0)
                    yield break;
                if (ofRoot <= 0)
                    break;
            }
        }
    }

    public static string Repository { get; } = FindRepository();

    private static IEnumerable<string> Roots()
    {
        yield return Path.Combine(Repository, "src");
        yield return Path.Combine(Repository, ".tools");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        yield return Path.Combine(home, ".nuget", "packages");
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        yield return Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "sdk"));
        yield return "/usr/lib/node_modules";
        yield return "/usr/share/nodejs";
        yield return "/usr/lib/python3";
        yield return "/usr/include";
    }

    private static IEnumerable<string> Files(string root) => Directory
        .EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(path => Endings.Contains(Path.GetExtension(path)) && !path.EndsWith("rules.tsv", StringComparison.Ordinal) && new FileInfo(path).Length is > 0 and < LongestFile)
        .Order(StringComparer.Ordinal);

    private static string FindRepository()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Errand.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
