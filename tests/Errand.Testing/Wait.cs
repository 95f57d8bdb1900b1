using System.Diagnostics;

namespace Errand.Testing;

/// <summary>Waits for a fact. Never for a time.</summary>
public static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks again and again until <paramref name="fact"/> is true.</summary>
    /// <param name="fact">What shall become true; cheap, and without side effects.</param>
    /// <param name="what">The fact in words, for the message: "the worker has written its file".</param>
    /// <exception cref="TimeoutException">It did not become true within <see cref="TestTimeouts.Default"/>.</exception>
    public static Task ForAsync(Func<bool> fact, string what) => ForAsync(() => Task.FromResult(fact()), what);

    /// <inheritdoc cref="ForAsync(Func{bool}, string)"/>
    public static async Task ForAsync(Func<Task<bool>> fact, string what)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (!await fact())
        {
            if (Stopwatch.GetElapsedTime(startedAt) > TestTimeouts.Default)
                throw new TimeoutException($"Waited {TestTimeouts.Default.TotalSeconds:0} s in vain: {what}.");
            await Task.Delay(Interval);
        }
    }

    /// <summary>Waits until the file exists and has content, and gives that content.</summary>
    public static async Task<string> ForFileAsync(string path)
    {
        await ForAsync(() => File.Exists(path) && new FileInfo(path).Length > 0, $"'{path}' exists and is not empty");
        return await File.ReadAllTextAsync(path);
    }
}
