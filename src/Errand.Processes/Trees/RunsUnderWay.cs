namespace Errand.Processes.Trees;

/// <summary>Counts the runs whose main process has not ended.</summary>
internal static class RunsUnderWay
{
    private static int count;

    public static bool None => Volatile.Read(ref count) == 0;

    public static void Enter() => Interlocked.Increment(ref count);

    public static void Leave() => Interlocked.Decrement(ref count);
}
