using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>
/// The one thread that starts processes; it lives as long as this process. A program can ask the kernel to be killed when its parent dies
/// (<c>PR_SET_PDEATHSIG</c>; sandboxes do, <c>bwrap --die-with-parent</c>), and "parent" means the <em>thread</em> that started it: started
/// from a pool thread, a worker dies for no reason when the pool retires that thread.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Work> Queue = [];
    private static readonly Lock StartGate = new();
    private static Thread? thread;

    /// <summary>Runs the function on the thread and gives its result, or throws what it threw. Blocks for about a millisecond.</summary>
    public static T Run<T>(Func<T> function)
    {
        lock (StartGate)
        {
            if (thread is null)
            {
                thread = new Thread(Work.RunAll) { IsBackground = true, Name = "errand-spawn" };
                thread.Start(Queue);
            }
        }

        T result = default!;
        using var work = new Work(() => result = function());
        Queue.Add(work);
        work.Wait();
        return result;
    }

    private sealed class Work(Action action) : IDisposable
    {
        private readonly ManualResetEventSlim done = new();
        private ExceptionDispatchInfo? failure;

        public static void RunAll(object? queue)
        {
            ReceiveChildSignals();
            foreach (Work work in ((BlockingCollection<Work>)queue!).GetConsumingEnumerable())
                work.Run();
        }

        public void Wait()
        {
            done.Wait();
            failure?.Throw();
        }

        public void Dispose() => done.Dispose();

        private void Run()
        {
            try
            {
                action();
            }
#pragma warning disable CA1031 // Every failure belongs to the caller; the thread must go on for the next one.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            done.Set();
        }

        // A host may have started us with SIGCHLD blocked, and every thread inherits that; the end of a child would then never be noticed.
        // One thread that lets the signal through is enough.
        private static void ReceiveChildSignals()
        {
            if (!OperatingSystem.IsLinux())
                return;
            const int Unblock = 1;
            _ = Libc.EmptySignalSet(out SignalSet set);
            _ = Libc.AddToSignalSet(ref set, Signal.Child);
            _ = Libc.SetSignalMask(Unblock, set, 0);
        }
    }
}
