namespace Errand.Processes;

/// <summary>What made a process end.</summary>
public enum EndedBy
{
    /// <summary>The process itself.</summary>
    Itself,

    /// <summary>An interrupt, within the grace time.</summary>
    Interrupt,

    /// <summary>A kill, because it ignored the interrupt or because a kill was asked for.</summary>
    Kill,
}
