using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>
/// Starts a program by <c>posix_spawn</c>. System.Diagnostics.Process does not do what a worker needs: it passes on every descriptor that
/// we were ourselves started with (a host's sockets and lock files), shares our session and terminal, and waits for output that a stranger
/// holds open. Here the program gets descriptors 0 to 2 and nothing else, a session of its own (no terminal to read from or to be stopped
/// by), every signal at its default (the runtime ignores SIGPIPE, and ignoring is inherited), nothing blocked, and exactly the given
/// environment.
/// </summary>
internal static unsafe class Spawner
{
    private const string ChangeDirectoryAndRun = "cd -- \"$1\" && shift && exec \"$@\"";

    /// <summary>Starts the program and gives its process id. Nobody waits for it yet.</summary>
    /// <exception cref="ProcessStartException">The program cannot be started.</exception>
    public static int Spawn(SpawnRequest request)
    {
        // Not closed any earlier: should we be killed this moment, the child still holds our locks and the guard's pipe until it is the program
        // that carries its marker. Nobody takes us for dead as long as something of us cannot be recognised.
        InheritedDescriptors.CloseOnExec();

        SpawnFileActions actions;
        SpawnAttributes attributes;
        Check(Libc.InitializeFileActions(&actions), request);
        Check(Libc.InitializeAttributes(&attributes), request);
        try
        {
            Check(Libc.EmptySignalSet(out SignalSet none), request);
            Check(Libc.FillSignalSet(out SignalSet all), request);
            Check(Libc.SetDefaultSignals(&attributes, all), request);
            Check(Libc.SetMask(&attributes, none), request);
            Check(Libc.SetFlags(&attributes, SpawnFlags.DefaultSignals | SpawnFlags.SignalMask | SpawnFlags.NewSession), request);

            Redirect(&actions, request.Input, 0, request);
            Redirect(&actions, request.Output, 1, request);
            Redirect(&actions, request.Error, 2, request);
            Redirect(&actions, request.Extra, 3, request);
            return Start(request, &actions, &attributes);
        }
        finally
        {
            _ = Libc.DestroyAttributes(&attributes);
            _ = Libc.DestroyFileActions(&actions);
        }
    }

    private static int Start(SpawnRequest request, SpawnFileActions* actions, SpawnAttributes* attributes)
    {
        ProcessCommand command = request.Command;
        bool shellChangesDirectory = !request.Capabilities.ChangeDirectory;
        string path = shellChangesDirectory ? "/bin/sh" : request.Path;
        IReadOnlyList<string> arguments = shellChangesDirectory
            ? ["sh", "-c", ChangeDirectoryAndRun, "sh", command.WorkingDirectory, request.Path, .. command.Arguments]
            : [command.FileName, .. command.Arguments];

        using var paths = new NativeStrings([path, command.WorkingDirectory]);
        using var argv = new NativeStrings(arguments);
        using var envp = new NativeStrings(request.Environment);
        if (!shellChangesDirectory)
            Check(Libc.AddChangeDirectory(actions, paths.Pointer[1]), request);

        int error = Libc.Spawn(out int pid, paths.First, actions, attributes, argv.Pointer, envp.Pointer);
        GC.KeepAlive(request);
        return error == 0 ? pid : throw new ProcessStartException(command.FileName, StartFailure.Explain(error, command, request.Path));
    }

    private static void Redirect(SpawnFileActions* actions, Descriptor? descriptor, int target, SpawnRequest request)
    {
        if (descriptor is not null)
            Check(Libc.AddDuplicate(actions, descriptor.Number, target), request);
    }

    private static void Check(int error, SpawnRequest request)
    {
        if (error != 0)
            throw new ProcessStartException(request.Command.FileName, Marshal.GetPInvokeErrorMessage(error));
    }
}
