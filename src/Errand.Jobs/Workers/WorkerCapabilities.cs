namespace Errand.Jobs.Workers;

/// <summary>What the installed program said of itself.</summary>
/// <param name="Program">Absolute path of the program that will run.</param>
/// <param name="Version">Its version as it prints it; null = it has none.</param>
/// <param name="Flags">The flags that its help names, such as <c>--effort</c>.</param>
public sealed record WorkerCapabilities(string Program, string? Version, IReadOnlySet<string> Flags);
