namespace Errand.Jobs.Configuration;

/// <summary>How long, how many and how much.</summary>
public sealed record LimitSettings
{
    private const int FewestSlots = 4;
    private const int MostSlotsByDefault = 16;

    /// <summary>Longest time for one attempt's worker. Default 1 h, 1 s to 24 h.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest silence of a worker that uses no CPU and writes nothing. Default 10 min, 1 s to 24 h.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between the interrupt and the kill when a worker is ended. Default 5 s, 0 to 60 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest run of a check that sets no time of its own. Default 10 min, 1 s to 24 h.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Jobs that work at once; the others wait in state queued. Default two for each processor, at least 4 and at most 16: workers mostly wait for
    /// their model, but their builds and tests do not. 1 to 256.
    /// </summary>
    public int Slots { get; init; } = Math.Clamp(2 * Environment.ProcessorCount, FewestSlots, MostSlotsByDefault);

    /// <summary>How often a job may be sent back with rework, by its host or by Errand itself. Default 3, 0 to 10.</summary>
    public int Reworks { get; init; } = JobDecisions.MostReworks;

    /// <summary>How often Errand itself sends failed work back unless the job says otherwise. Default 0, 0 to 10.</summary>
    public int Revise { get; init; }

    /// <summary>Most files that one job may change. Default 10,000, 1 to 1,000,000.</summary>
    public int MaxFiles { get; init; } = 10_000;

    /// <summary>Most bytes of changed files that one job may leave. Default 256 MiB, 1 KiB to 64 GiB.</summary>
    public long MaxBytes { get; init; } = 256L << 20;
}
