namespace Errand.Core;

/// <summary>A command that Errand runs to prove the work.</summary>
/// <param name="Name">1 to 64 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>, not beginning with <c>-</c> or <c>.</c>; unique in the job.</param>
/// <param name="Command">A shell command line, run by <c>/bin/sh -c</c> at the root of the verified tree.</param>
/// <param name="Timeout">Longest run, 1 s to 24 h; null = the configured default (10 min).</param>
public sealed record CheckSpec(string Name, string Command, TimeSpan? Timeout = null)
{
    /// <summary>Stands for the repository's own test commands, which the start looks for; written <c>auto</c>.</summary>
    public static CheckSpec Auto { get; } = new("auto", "");

    /// <summary>Whether it must fail on the base, so that its passing proves something; written <c>name!=command</c>.</summary>
    public bool MustFail { get; init; }
}
