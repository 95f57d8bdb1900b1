namespace Errand.Core;

/// <summary>What makes a tree of the repository ready to be worked on and checked.</summary>
public sealed record SetupSpec
{
    /// <summary>A shell command line that puts in place what the repository does not hold, such as <c>npm ci</c>; run at the tree's root. Null = none.</summary>
    public string? Command { get; init; }

    /// <summary>A shell command line that must succeed on the base, after the setup, before a worker begins. Null = none.</summary>
    public string? Probe { get; init; }

    /// <summary>Variables for the worker, the setup, the probe and the checks.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
