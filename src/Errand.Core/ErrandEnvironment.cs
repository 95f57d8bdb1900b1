namespace Errand.Core;

/// <summary>What the program was told from outside, as a value: nothing below the executable reads the world by itself.</summary>
public sealed record ErrandEnvironment
{
    /// <summary>The state directory: <c>$ERRAND_HOME</c>, default <c>~/.errand</c>; absolute.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The directory that the program was started in; absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The user's home directory; absolute.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>The program's own executable, to start supervisors with; absolute.</summary>
    public required string Executable { get; init; }

    /// <summary>All environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }
}
