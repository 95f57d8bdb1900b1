using System.Globalization;
using Errand.Processes.Guarding;
using Errand.Processes.Native;
using Errand.Processes.Spawning;
using Errand.Processes.Trees;

namespace Errand.Processes;

/// <summary>
/// Ends everything that a supervisor started when the supervisor is gone, however it died. A supervisor that is killed with SIGKILL can
/// clean up nothing, and its workers' processes have sessions of their own, so that neither a group nor a hang-up reaches them. The
/// kernel's "die with your parent" is lost at the first set-user-id program and covers children only.
/// <code>
/// launched process = guard: subreaper --spawns--> supervisor: subreaper --spawns--> worker --> its children, daemons
///        |                                             |
///        +------------- read end ===== pipe ===== write end, held by nobody else
/// </code>
/// The guard reads the pipe. Its end means that the supervisor is dead; its orphans are the guard's children by then, and are killed until
/// none is left. While the supervisor lives, its own subreaper flag brings orphans to itself, so the guard does nothing but wait. It must
/// therefore cost nothing: it is a shell (about 1 MB instead of a .NET runtime), made by <see cref="DetachedLauncher.StartGuarded"/>; or by the
/// supervisor's program, which becomes that shell and keeps process id, children, subreaper flag and pipe. Who kills the guard alone loses this net and nothing else: the supervisor goes on, and ends its workers itself.
/// </summary>
public static class Guard
{
    /// <summary>The variable that tells the supervisor the number of its descriptor. Children of the supervisor must not get it.</summary>
    public const string Variable = "ERRAND_GUARDED";

    private const int PipeDescriptor = 3;

    /// <summary>Whether <see cref="Adopt"/> found a guard.</summary>
    public static bool IsWatchingUs { get; private set; }

    /// <summary>Whether this process was started by a guard, and shall be the supervisor.</summary>
    /// <param name="environment">The variables of this process.</param>
    public static bool IsGuarded(IReadOnlyDictionary<string, string> environment) => FindPipe(environment) is not null;

    /// <summary>
    /// Turns this process into the guard of a supervisor, which it starts with its own standard output and error. Does not return. To be
    /// called first of all, on the main thread, by a process that <see cref="DetachedLauncher"/> has started.
    /// </summary>
    /// <param name="supervisor">The supervisor: in general this program again, with the same arguments.</param>
    /// <param name="passesInput">Whether it gets this process's standard input; else it reads nothing.</param>
    /// <exception cref="ProcessStartException">The supervisor or the shell cannot be started; this process goes on.</exception>
    public static void BecomeGuard(ProcessCommand supervisor, bool passesInput)
    {
        Platform.RequireLinux();
        GuardShell.RequireShell();
        Subreaper.Enable(ownsAllChildren: true);

        (Descriptor readEnd, Descriptor writeEnd) = Descriptor.Pipe();
        var environment = new Dictionary<string, string>(supervisor.Environment)
        {
            [Variable] = PipeDescriptor.ToString(CultureInfo.InvariantCulture),
        };
        using Descriptor nothing = Descriptor.Read("/dev/null");
        supervisor = supervisor with { Environment = environment };
        SpawnRequest request = SpawnRequest.For(supervisor, passesInput ? null : nothing, output: null, error: null, extra: writeEnd);
        // Not through the child table: this process will neither wait for it nor be .NET any more when it ends.
        Spawner.Spawn(request);
        writeEnd.Dispose();
        GuardShell.Become(readEnd);
    }

    /// <summary>
    /// Takes the guard's descriptor, so that no child inherits it and the guard sees our end, and makes this process a subreaper that owns
    /// all its children. To be called before the first process is started.
    /// </summary>
    /// <param name="environment">The variables of this process.</param>
    /// <returns>
    /// Whether there is a guard. Without one everything works, except that a kill of this process leaves its workers running.
    /// </returns>
    public static bool Adopt(IReadOnlyDictionary<string, string> environment)
    {
        Platform.RequireLinux();
        Subreaper.Enable(ownsAllChildren: true);
        IsWatchingUs = FindPipe(environment) is int descriptor
            && Libc.Control(descriptor, FileFlags.SetDescriptorFlags, FileFlags.DescriptorCloseOnExec) == 0;
        return IsWatchingUs;
    }

    /// <summary>The guard above this process; null = <see cref="Adopt"/> found none, or it was killed since.</summary>
    public static ProcessIdentity? Watching() =>
        IsWatchingUs && ProcessTable.TryRead(Environment.ProcessId, out ProcessEntry us) && us.ParentPid > 1 ? ProcessIdentity.Of(us.ParentPid) : null;

    private static int? FindPipe(IReadOnlyDictionary<string, string> environment)
    {
        if (!environment.TryGetValue(Variable, out string? text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor))
            return null;
        // The variable may have been inherited from somewhere; then there is no pipe.
        var link = new FileInfo($"/proc/self/fd/{descriptor.ToString(CultureInfo.InvariantCulture)}");
        return link.LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true ? descriptor : null;
    }
}
