using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Git;

/// <summary>Turns a failed git command into a sentence.</summary>
internal static class GitFault
{
    public static ErrandException Of(GitCommand command, CapturedOutput output) => new(
        ErrorCatalog.GitFailed,
        $"{Name(command)} failed with exit code {output.Exit.ExitCode}: {LastWords(output.Error)}");

    /// <summary>The command and where it ran.</summary>
    public static string Name(GitCommand command) => $"'git {command.Arguments[0]}' in '{command.GitDirectory ?? command.Directory}'";

    /// <summary>Git's own reason: the first fatal line, else the last line of any kind.</summary>
    public static string LastWords(string error)
    {
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string line = lines.FirstOrDefault(line => line.StartsWith("fatal: ", StringComparison.Ordinal))
            ?? lines.LastOrDefault(line => line.StartsWith("error: ", StringComparison.Ordinal))
            ?? lines.LastOrDefault()
            ?? "it said nothing";
        string clean = string.Concat(line.Where(character => !char.IsControl(character)));
        return clean.EndsWith('.') ? clean : clean + ".";
    }
}
