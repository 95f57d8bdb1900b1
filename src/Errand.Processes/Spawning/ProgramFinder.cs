using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>Finds the program of a command: by the command's own PATH, never by ours.</summary>
internal static class ProgramFinder
{
    public static string Find(ProcessCommand command)
    {
        string name = command.FileName;
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
            throw new ProcessStartException(name, "that is no name of a program");
        if (Path.IsPathRooted(name))
            return name;
        if (name.Contains('/', StringComparison.Ordinal))
            throw new ProcessStartException(name, "the path is not absolute");
        if (!command.Environment.TryGetValue("PATH", out string? path))
            throw new ProcessStartException(name, "its environment has no PATH to look it up in");

        foreach (string directory in path.Split(':'))
        {
            // Relative entries are skipped: they would look in the working directory, which may be a worker's.
            if (!Path.IsPathRooted(directory))
                continue;
            string candidate = Path.Combine(directory, name);
            if (File.Exists(candidate) && Libc.Access(candidate, FileFlags.MayExecute) == 0)
                return candidate;
        }

        throw new ProcessStartException(name, $"it is in no directory of PATH ('{path}')");
    }
}
