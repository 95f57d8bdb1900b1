namespace Errand.Testing;

/// <summary>The one limit for everything that a test waits for.</summary>
public static class TestTimeouts
{
    /// <summary>
    /// 60 s. It exists only so that a hung test fails instead of blocking the run; no test may take this long when it passes. It is
    /// generous because build machines run many real processes on few cores, where something that takes 20 ms alone has been seen to take
    /// 10 s.
    /// </summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(60);
}
