using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>
/// The children that this process started, and the one place that takes their exit status. Static, because children and their signal belong
/// to the process and to no object in it. It asks for each of its own children by id, so it never takes the status of a child that
/// System.Diagnostics.Process, or anybody else in the process, waits for.
/// </summary>
internal static class ChildTable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Child> Children = [];
    private static int collectors;

    /// <summary>Starts a program.</summary>
    public static Child Start(SpawnRequest request)
    {
        Platform.RequireLinux();
        return SpawnThread.Run(() =>
        {
            lock (Gate)
            {
                ChildSignal.Listen(CollectSoon);
                int pid = Spawner.Spawn(request);
                // Nobody can reap it before we leave the lock, so the identity is there even if it has already ended.
                var child = new Child(ProcessIdentity.Of(pid)!);
                Children.Add(pid, child);
                ChildSignal.Expect(aChild: true);
                return child;
            }
        });
    }

    /// <summary>The children that we started and have not reaped.</summary>
    public static HashSet<int> Pids()
    {
        lock (Gate)
            return [.. Children.Keys];
    }

    /// <summary>Does something with the child's process id while it cannot yet belong to another process.</summary>
    public static void WhileNotReaped(Child child, Action<int> action)
    {
        lock (Gate)
        {
            if (Children.ContainsKey(child.Pid))
                action(child.Pid);
        }
    }

    /// <summary>Takes the status of every child that has ended. Signals can melt into one, so it asks for all of them.</summary>
    public static void Collect()
    {
        lock (Gate)
        {
            if (Subreaper.OwnsAllChildren)
                CollectAnyChild();
            else
                CollectEach();
            if (Children.Count == 0)
                ChildSignal.Expect(aChild: false);
        }
    }

    /// <summary>Reaps an adopted process that has ended.</summary>
    public static void ReapAdopted(int pid)
    {
        lock (Gate)
        {
            if (!Children.ContainsKey(pid))
                _ = Libc.WaitPid(pid, out _, WaitFlags.NoHang);
        }
    }

    /// <summary>
    /// Collects on behalf of a signal. Signals come by the hundred and each has a pool thread of its own, so all but one return at once
    /// when somebody already waits for his turn: he will see the ends that they came for.
    /// </summary>
    private static void CollectSoon()
    {
        if (Interlocked.Exchange(ref collectors, 1) == 1)
            return;
        lock (Gate)
        {
            Volatile.Write(ref collectors, 0);
            Collect();
        }
    }

    private static void CollectEach()
    {
        foreach (int pid in Children.Keys.ToArray())
            Take(pid);
    }

    private static void CollectAnyChild()
    {
        while (AnyChild.PeekEnded() is int pid and > 0)
        {
            if (!Take(pid))
                return;
        }
    }

    private static bool Take(int pid)
    {
        int result;
        int status;
        do
            result = Libc.WaitPid(pid, out status, WaitFlags.NoHang);
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        if (result == 0)
            return false;

        if (Children.Remove(pid, out Child? child))
            child.Complete(result == pid ? WaitStatus.Decode(status) : WaitStatus.Unknown);
        return true;
    }
}
