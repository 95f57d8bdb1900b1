namespace Errand.Processes;

/// <summary>How a process tree is ended: interrupt, grace, kill, and proof.</summary>
public sealed record TerminationPolicy
{
    public static TerminationPolicy Default { get; } = new();

    /// <summary>Time between the interrupt (SIGINT to the main process) and the kill of the whole tree. Default 5 s, 0 to 60 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time that children have to end by themselves after the main process did, such as the last <c>tee</c> of a shell pipeline. Nobody
    /// waits when there are none. Default 200 ms, 0 to 60 s.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait for killed processes to be gone and for their output to end. Default 2 s, 100 ms to 60 s.</summary>
    public TimeSpan KillWait { get; init; } = TimeSpan.FromSeconds(2);
}
