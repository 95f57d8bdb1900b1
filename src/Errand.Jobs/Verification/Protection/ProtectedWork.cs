using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>What work changed of that which judges it, and the trees that follow from it. Trees are full names of git objects.</summary>
internal sealed record ProtectedWork
{
    /// <summary>Nothing of it was changed.</summary>
    public static ProtectedWork None { get; } = new();

    /// <summary>What was changed, by path.</summary>
    public IReadOnlyList<ProtectedChange> Changes { get; init; } = [];

    /// <summary>The work with the base's tests and configuration; null = it is the work itself.</summary>
    public string? Restored { get; init; }

    /// <summary>The base with the worker's tests; null = there are none to try there.</summary>
    public string? TestsOnBase { get; init; }

    /// <summary>Whether the base has no tests, so that those of the work replace nothing.</summary>
    public bool BaseHasNoTests { get; init; }

    /// <summary>Whether nothing but tests was changed.</summary>
    public bool OnlyTests { get; init; }

    /// <summary>Whether the change brings more tests or assertions than it takes away.</summary>
    public bool AddsTests { get; init; }

    /// <summary>What was taken from the tests, over all files, in a few words; null = nothing.</summary>
    public string? Weakening { get; init; }
}
