using System.Security.Cryptography;
using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Setups;

/// <summary>Names what a setup gives: by its repository, its command, what it sees, and the base's lock files, manifests and patches, which say what gets installed.</summary>
internal static class SetupKey
{
    /// <summary>Raised when outputs come to be kept in another way.</summary>
    private const char Version = '2';

    private static readonly HashSet<string> Manifests =
    [
        "package.json", "pnpm-workspace.yaml", "pyproject.toml", "setup.py", "setup.cfg", "Directory.Packages.props", "Directory.Build.props", "Cargo.toml", "go.mod", "Gemfile", "pom.xml",
        "composer.json",
    ];

    private static readonly string[] ManifestBeginnings = ["build.gradle", "settings.gradle", "requirements"];

    private static readonly string[] ManifestEnds = [".csproj", ".fsproj", ".vbproj", ".gemspec"];

    /// <param name="root">The repository's root: two repositories with the same lock files share nothing.</param>
    /// <param name="command">The setup.</param>
    /// <param name="variables">What it runs with, without what differs from run to run.</param>
    /// <param name="entries">The base.</param>
    public static string Of(string root, string command, IEnumerable<KeyValuePair<string, string>> variables, IReadOnlyList<TreeEntry> entries)
    {
        var text = new StringBuilder().Append(Version).Append('\n').Append(root).Append('\0').Append(command).Append('\0');
        foreach ((string name, string value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            text.Append(name).Append('=').Append(value).Append('\0');

        // Without a lock file nobody knows what of the base matters.
        TreeEntry[] locks = [.. entries.Where(entry => IsLock(entry.Path))];
        IEnumerable<TreeEntry> deciding = locks.Length == 0 ? entries : entries.Where(entry => IsLock(entry.Path) || IsDeciding(entry.Path));
        foreach (TreeEntry entry in deciding.OrderBy(entry => entry.Path, StringComparer.Ordinal))
            text.Append(entry.Path).Append('\0').Append(entry.Id).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool IsDeciding(string path)
    {
        string[] names = path.Split('/');
        return names[^1] == IgnoreRules.FileName || IsManifest(names[^1]) || names.AsSpan(0, names.Length - 1).Contains("patches");
    }

    private static bool IsManifest(string name) =>
        Manifests.Contains(name)
        || ManifestBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal))
        || ManifestEnds.Any(end => name.EndsWith(end, StringComparison.Ordinal));

    private static bool IsLock(string path) => SensitivePaths.ClassesOf(path).Contains(SensitiveClass.LockFile);
}
