namespace Errand.Mcp;

/// <summary>
/// Notices that the process that started the server has died. The end of its input says so as well, unless another process still
/// holds the other end of the pipe.
/// </summary>
internal sealed class ParentWatch : IDisposable
{
    private const string Status = "/proc/self/stat";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly int? parent = Parent();
    private readonly ITimer timer;

    /// <param name="orphaned">Called when the parent is another one than now; never, where the system does not tell.</param>
    /// <param name="clock">The time.</param>
    public ParentWatch(Action orphaned, TimeProvider clock) => timer = clock.CreateTimer(_ => Look(orphaned), null, Interval, Interval);

    public void Dispose() => timer.Dispose();

    private void Look(Action orphaned)
    {
        if (parent is not null && Parent() != parent)
            orphaned();
    }

    private static int? Parent()
    {
        try
        {
            // The command's name, in parentheses, may hold anything; the state and the parent follow it.
            string text = File.ReadAllText(Status);
            string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return int.Parse(fields[1]);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
