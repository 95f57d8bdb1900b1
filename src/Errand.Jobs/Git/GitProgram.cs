using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Git;

/// <summary>Which git is used.</summary>
internal static partial class GitProgram
{
    /// <summary>The first version with <c>GIT_CONFIG_GLOBAL</c>, without which a command could read the user's configuration.</summary>
    public static Version Minimum { get; } = new(2, 32);

    /// <summary>Looks git up in PATH. Relative entries are skipped: they would run a program of whatever repository is at hand.</summary>
    public static string Find(ErrandEnvironment environment)
    {
        string path = environment.Variables.GetValueOrDefault("PATH", "");
        foreach (string directory in path.Split(':').Where(Path.IsPathRooted))
        {
            string program = Path.Combine(directory, "git");
            if (File.Exists(program) && Posix.IsExecutable(program))
                return program;
        }

        throw new ErrandException(ErrorCatalog.GitMissing, $"git was not found in any directory of PATH ('{path}'). Install git {Minimum} or newer.");
    }

    public static void Require(string versionLine, string program)
    {
        Match match = VersionPattern().Match(versionLine);
        if (!match.Success)
            throw new ErrandException(ErrorCatalog.GitTooOld, $"'{program} version' printed '{versionLine.Trim()}', which names no version. Install git {Minimum} or newer.");

        var version = Version.Parse(match.Groups[1].Value);
        if (version < Minimum)
            throw new ErrandException(ErrorCatalog.GitTooOld, $"'{program}' is git {version}; Errand needs git {Minimum} or newer.");
    }

    [GeneratedRegex("^git version ([0-9]{1,4}\\.[0-9]{1,4}(?:\\.[0-9]{1,4})?)")]
    private static partial Regex VersionPattern();
}
