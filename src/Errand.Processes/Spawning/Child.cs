using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>A process that we started, until it has ended and its status was taken.</summary>
internal sealed class Child(ProcessIdentity identity)
{
    private readonly TaskCompletionSource<WaitStatus> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProcessIdentity Identity => identity;

    public int Pid => identity.Pid;

    /// <summary>Its end. Once complete, the process id may already belong to somebody else.</summary>
    public Task<WaitStatus> Ended => ended.Task;

    /// <summary>Sends a signal; does nothing once it has ended.</summary>
    public void Send(int signal) => ChildTable.WhileNotReaped(this, pid => Libc.Kill(pid, signal));

    internal void Complete(WaitStatus status) => ended.TrySetResult(status);
}
