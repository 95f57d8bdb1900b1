using Errand.Processes.Guarding;
using Errand.Processes.Native;
using Errand.Processes.Spawning;

namespace Errand.Processes;

/// <summary>
/// Starts a program that outlives us. Two things must hold. It must not die with its parent, its parent's terminal or session: it gets a
/// session of its own, default signals, and no descriptor of ours. And it must never wait for its parent, nor die of its absence: it gets
/// files, no pipes, so that nothing that it prints can block or raise SIGPIPE when nobody reads.
/// </summary>
public static class DetachedLauncher
{
    /// <summary>Where output goes that nobody wants.</summary>
    public const string Nowhere = "/dev/null";

    /// <summary>Starts the program; it reads nothing.</summary>
    /// <param name="command">The command; it has no standard input.</param>
    /// <param name="outputFile">
    /// Absolute path of the file that its standard output is appended to, made with mode 0600; or <see cref="Nowhere"/>.
    /// </param>
    /// <param name="errorFile">The same for its standard error; may be the same file.</param>
    /// <returns>The new process. While we live it is reaped when it ends; nobody need wait for it.</returns>
    /// <exception cref="ProcessStartException">The program is missing or may not be run.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">We run under a guard, which would end the new process with us.</exception>
    public static ProcessIdentity Start(ProcessCommand command, string outputFile, string errorFile)
    {
        Require(command);
        using Descriptor input = Descriptor.Read(Nowhere);
        using Descriptor output = Descriptor.Append(outputFile);
        using Descriptor error = Descriptor.Append(errorFile);
        return ChildTable.Start(SpawnRequest.For(command, input, output, error)).Identity;
    }

    /// <summary>Starts a supervisor under a guard. Where that is impossible, the supervisor is started alone, and has to become its own guard.</summary>
    /// <inheritdoc cref="Start"/>
    public static ProcessIdentity StartGuarded(ProcessCommand command, string outputFile, string errorFile)
    {
        Require(command);
        using Descriptor input = Descriptor.Read(Nowhere);
        using Descriptor output = Descriptor.Append(outputFile);
        using Descriptor error = Descriptor.Append(errorFile);
        return GuardStart.Start(command, input, output, error).Identity;
    }

    /// <summary>The same for one that waits to be told what to do; until then it prints to nobody, and ends with us.</summary>
    /// <param name="command">The command; it has no standard input.</param>
    /// <inheritdoc cref="Start" path="/exception"/>
    public static WaitingProcess StartWaiting(ProcessCommand command)
    {
        Require(command);
        (Descriptor readEnd, Descriptor writeEnd) = Descriptor.Pipe();
        using (readEnd)
        using (writeEnd)
        {
            using Descriptor output = Descriptor.Append(Nowhere);
            return new WaitingProcess(GuardStart.Start(command, readEnd, output, output).Identity, writeEnd);
        }
    }

    private static void Require(ProcessCommand command)
    {
        Platform.RequireLinux();
        if (!command.StandardInput.IsEmpty)
            throw new ArgumentException("A detached process has nobody who could write its standard input.", nameof(command));
        if (Guard.IsWatchingUs)
        {
            throw new InvalidOperationException(
                $"'{command.FileName}' would be ended together with this guarded process. A process outside must start it.");
        }
    }
}
