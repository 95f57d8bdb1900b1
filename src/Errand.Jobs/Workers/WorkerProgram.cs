using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>A worker's program on this machine.</summary>
/// <param name="Path">
/// Absolute path as it was found, which is what runs: shims, virtual environments and multi-call programs look at the name that they were started by.
/// </param>
/// <param name="File">The file that the path leads to, links followed: what it is, and which package holds it.</param>
/// <param name="FirstArguments">What the configuration puts before the driver's own arguments.</param>
internal sealed record WorkerProgram(string Path, string File, IReadOnlyList<string> FirstArguments)
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds the program that the worker's <c>command</c> names, or else the driver's own.</summary>
    /// <param name="context">Where and with what it runs.</param>
    /// <param name="defaultName">The program when the configuration names none; null = it must.</param>
    /// <param name="remedy">A sentence that says how to install it.</param>
    /// <exception cref="ErrandException">ERR5002: there is no such program.</exception>
    public static WorkerProgram Find(WorkerContext context, string? defaultName, string remedy)
    {
        WorkerSpec worker = context.Worker;
        string name = worker.Command.Count > 0 ? worker.Command[0] : defaultName ?? "";
        string[] firstArguments = [.. worker.Command.Skip(1)];
        if (name.Length == 0)
            throw Missing(worker, "has no command", remedy);

        if (!name.Contains('/'))
        {
            string path = WorkerEnvironment.SearchPath(context);
            string? found = path.Split(':').Select(directory => System.IO.Path.Combine(directory, name)).FirstOrDefault(IsExecutable);
            return found is not null
                ? new WorkerProgram(found, FollowLinks(found), firstArguments)
                : throw Missing(worker, $"needs the program '{name}', which is in no directory of PATH ({path})", remedy);
        }

        if (!System.IO.Path.IsPathRooted(name))
            throw Missing(worker, $"names the program '{name}', which is neither an absolute path nor a plain name", remedy);
        return IsExecutable(name)
            ? new WorkerProgram(name, FollowLinks(name), firstArguments)
            : throw Missing(worker, $"needs the program '{name}', which {(System.IO.File.Exists(name) ? "may not be executed" : "does not exist")}", remedy);
    }

    /// <summary>Whether the file is a native Linux program and not a script.</summary>
    public static bool IsNative(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using FileStream file = System.IO.File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("\u007fELF"u8);
    }

    public static bool IsExecutable(string path)
    {
        // A link that leads nowhere exists, as a link.
        string file = FollowLinks(path);
        return System.IO.File.Exists(file) && !OperatingSystem.IsWindows() && (System.IO.File.GetUnixFileMode(file) & AnyExecute) != 0;
    }

    private static string FollowLinks(string path)
    {
        try
        {
            return System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // It does not exist, or its links go round in a circle.
            return path;
        }
    }

    private static ErrandException Missing(WorkerSpec worker, string what, string remedy) =>
        new(ErrorCatalog.WorkerProgramMissing, $"Worker '{worker.Name}' {what}. {remedy}");
}
