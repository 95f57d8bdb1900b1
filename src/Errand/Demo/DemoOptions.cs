namespace Errand.Demo;

/// <summary>What the user asked for.</summary>
/// <param name="Workers">The workers that must take part; empty = those that are installed.</param>
/// <param name="Keep">Whether everything stays to be looked at.</param>
internal sealed record DemoOptions(IReadOnlyList<string> Workers, bool Keep);
