using System.Globalization;
using Errand.Processes.Entry;
using Errand.Processes.Native;
using Errand.Processes.Spawning;

namespace Errand.Processes.Guarding;

/// <summary>
/// Starts a guard and the supervisor below it without starting .NET twice. What a shell cannot do, two entry programs do for it: the first makes the process
/// that becomes the shell a subreaper, the second gives the supervisor its own session and the signals that a shell ignores for what it runs in the background.
/// <code>
/// entry program -> sh --spawns--> entry program -> supervisor
///                  \-> env -> sh: the guard
/// </code>
/// </summary>
internal static class GuardStart
{
    private const string Shell = "/bin/sh";
    private const string Cleaner = "/usr/bin/env";

    /// <summary>Below: 3 the guard's pipe, the end that the supervisor holds; 4 its other end; 5 the second entry program; 6 the supervisor's standard input.</summary>
    private const int PipeDescriptor = 3;
    private const int SecondProgram = 5;

    private const string Script =
        """
        exec 6<&0
        "$@" <&6 &
        exec /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin /bin/sh -c "$0" errand-guard <&4 3>&- 4<&- 5<&- 6<&-
        """;

    private static readonly Lazy<(byte[] Guard, byte[] Supervisor)?> Programs = new(Build);

    /// <summary>Starts both; without the means for it, the supervisor alone.</summary>
    /// <returns>What was started: the guard, or whatever becomes it.</returns>
    /// <exception cref="ProcessStartException">The supervisor's program is missing or may not be run.</exception>
    public static Child Start(ProcessCommand supervisor, Descriptor input, Descriptor output, Descriptor error)
    {
        string program = ProgramFinder.Find(supervisor);
        if (Programs.Value is { } entry && Libc.Access(program, FileFlags.MayExecute) == 0)
        {
            try
            {
                return Start(supervisor, program, entry.Guard, entry.Supervisor, input, output, error);
            }
            catch (Exception cause) when (cause is ProcessStartException or IOException)
            {
                // Such as a kernel that executes no files in memory. A supervisor without a guard makes one of itself.
            }
        }

        return ChildTable.Start(SpawnRequest.For(supervisor, input, output, error));
    }

    private static Child Start(ProcessCommand supervisor, string program, byte[] first, byte[] second, Descriptor input, Descriptor output, Descriptor error)
    {
        using var guardEntry = (Descriptor)MemoryFile.Create("errand-guard", first);
        using var supervisorEntry = (Descriptor)MemoryFile.Create("errand-supervisor", second);
        (Descriptor readEnd, Descriptor writeEnd) = Descriptor.Pipe();
        using (readEnd)
        using (writeEnd)
        {
            var command = new ProcessCommand(InMemory(guardEntry.Number), [Shell, "-c", Script, GuardScript.Text, InMemory(SecondProgram), program, .. supervisor.Arguments])
            {
                WorkingDirectory = supervisor.WorkingDirectory,
                Environment = new Dictionary<string, string>(supervisor.Environment) { [Guard.Variable] = PipeDescriptor.ToString(CultureInfo.InvariantCulture) },
                Inherited = [writeEnd, readEnd, supervisorEntry],
            };
            return ChildTable.Start(SpawnRequest.For(command, input, output, error));
        }
    }

    private static string InMemory(int descriptor) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");

    private static (byte[], byte[])? Build()
    {
        if (EntryProgram.Machine is not { } machine || Libc.Access(Shell, FileFlags.MayExecute) != 0 || Libc.Access(Cleaner, FileFlags.MayExecute) != 0)
            return null;

        const int setChildSubreaper = 36, actionBytes = 32, maskBytes = 8;
        var guard = new EntryBuilder(machine, "the guard of a supervisor could not be made", "the guard of a supervisor is a shell, and there is none");
        guard.Step("collecting orphans", SystemCall.ProcessControl, setChildSubreaper, 1, 0, 0, 0);

        var supervisor = new EntryBuilder(machine, "the supervisor could not be started", "the supervisor could not be started: its program cannot be run");
        foreach (int signal in (ReadOnlySpan<int>)[Signal.Interrupt, Signal.Quit])
            supervisor.Step("resetting a signal", SystemCall.SignalAction, signal, supervisor.Data(new byte[actionBytes]), 0, maskBytes);
        supervisor.Step("beginning a session", SystemCall.SetSession);
        supervisor.Step("closing descriptors", SystemCall.CloseRange, PipeDescriptor + 1, uint.MaxValue, 0);
        return (guard.Finish(), supervisor.Finish());
    }
}
