using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>
/// A worker's program that offers its model sub-agents, which jobs turn off. It is the real one behind a script that changes the one argument, as a
/// user's own wrapper would.
/// </summary>
internal static class AgentProgram
{
    /// <summary>Writes the script.</summary>
    /// <param name="worker"><c>claude</c> or <c>codex</c>.</param>
    /// <param name="directory">Where.</param>
    /// <returns>Its path.</returns>
    public static string Write(string worker, string directory)
    {
        (string program, string from, string to) = worker == "claude" ? (ToolPaths.Claude, "Grep", "Grep Agent") : (ToolPaths.Codex, "features.multi_agent=false", "features.multi_agent=true");
        string file = Path.Combine(directory, $"{worker}-with-agents");
        // Not bash: it reads the file that takes secrets out of the environment of the worker's commands.
        File.WriteAllText(file, $$"""
            #!/bin/sh
            for argument in "$@"; do
              shift
              if [ "$argument" = '{{from}}' ]; then set -- "$@" {{to}}; else set -- "$@" "$argument"; fi
            done
            exec '{{program}}' "$@"

            """);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
