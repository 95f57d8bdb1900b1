namespace Errand.Jobs.Sandbox;

/// <summary>
/// Finds what must be shown for programs outside the system's directories to run: the directories that PATH names, and what stands behind the names in them.
/// Never a directory in which the user's own things are: of such a one only the program itself is shown.
/// </summary>
/// <param name="home">The user's home.</param>
/// <param name="guarded">Directories that must not be shown as a part of something else: the state directory, the repository.</param>
internal sealed class ProgramMounts(string home, IReadOnlyList<string> guarded)
{
    private const string Modules = "/node_modules";

    /// <summary>Where version managers keep the programs that are only links or stand-ins on PATH, below the user's home.</summary>
    private static readonly string[] ToolHomes =
    [
        ".asdf", ".bun", ".deno", ".dotnet", ".local/share/mise", ".local/share/uv", ".nvm", ".pyenv", ".rbenv", ".rustup", ".sdkman", ".volta", ".cargo/bin", "go/bin",
    ];

    private readonly HashSet<string> found = [];

    /// <summary>What was found, the shortest paths first, and none below another.</summary>
    public IEnumerable<BindMount> Mounts
    {
        get
        {
            string[] paths = [.. found.Order(StringComparer.Ordinal)];
            return paths.Where(path => !paths.Any(other => other != path && IsBelow(path, other))).Select(BindMount.ReadOnly);
        }
    }

    /// <summary>Adds the directories of a search path.</summary>
    public void AddSearchPath(string searchPath)
    {
        foreach (string directory in searchPath.Split(':'))
        {
            if (!Path.IsPathFullyQualified(directory) || SystemMounts.Show(directory) || !Directory.Exists(directory))
                continue;

            AddDirectory(directory);
            string real = Real(directory);
            if (Path.GetDirectoryName(real) is { } parent && Path.GetFileName(real) is "bin" or "sbin")
                AddDirectory(parent);
        }

        foreach (string tools in ToolHomes.Select(name => Path.Combine(home, name)))
        {
            if (searchPath.Split(':').Any(directory => directory == tools || IsBelow(directory, tools)))
                AddDirectory(tools);
        }

        if (found.Contains(Path.Combine(home, ".cargo/bin")))
            AddDirectory(Path.Combine(home, ".rustup"));
    }

    /// <summary>Adds a program and what it stands in; links are followed.</summary>
    public void AddProgram(string path)
    {
        foreach (string file in (string[])[path, Real(path)])
        {
            if (SystemMounts.Show(file))
                continue;
            int modules = file.IndexOf(Modules + "/", StringComparison.Ordinal);
            string? directory = modules >= 0 ? file[..(modules + Modules.Length)] : Path.GetDirectoryName(file);
            if (directory is null || !AddDirectory(directory))
                AddFile(file);
        }
    }

    /// <summary>Adds a file, or a directory, that the configuration names.</summary>
    public void AddNamed(string path)
    {
        if (SystemMounts.Show(path))
            return;
        if (Directory.Exists(path))
            AddDirectory(path);
        else
            AddFile(path);
    }

    private void AddFile(string path)
    {
        if (File.Exists(path))
            found.Add(path);
    }

    private bool AddDirectory(string directory)
    {
        if (!Directory.Exists(directory) || !MayBeShown(directory) || !MayBeShown(Real(directory)))
            return false;
        found.Add(directory);
        return true;
    }

    /// <summary>Not the root or a directory right below it, not the home or what it is in, nothing that a guarded directory is in or that is in one.</summary>
    private bool MayBeShown(string directory) =>
        directory.LastIndexOf('/') > 0
        && directory != home && !IsBelow(home, directory)
        && !(IsBelow(directory, home) && IsPrivate(directory[(home.Length + 1)..]))
        && !guarded.Any(other => directory == other || IsBelow(other, directory));

    /// <summary>Directories of a home that hold more than programs.</summary>
    private static bool IsPrivate(string belowHome) => belowHome is ".local" or ".config" or ".cache" or ".cargo" or ".ssh" or ".gnupg" or ".local/share" or "Desktop" or "Documents" or "Downloads";

    private static bool IsBelow(string path, string directory) => path.StartsWith(directory + "/", StringComparison.Ordinal);

    private static string Real(string path)
    {
        try
        {
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
