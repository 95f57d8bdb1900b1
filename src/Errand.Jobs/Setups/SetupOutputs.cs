namespace Errand.Jobs.Setups;

/// <summary>What a setup has put beside the files of a base: directories and files that the repository ignores. Nobody changes them any more.</summary>
/// <param name="Key">Says which setup of which base it was.</param>
/// <param name="Items">Where each belongs, relative to a tree's root, and the absolute path of what is kept.</param>
internal sealed record SetupOutputs(string Key, IReadOnlyList<(string Path, string Source)> Items)
{
    /// <summary>Keeps the items where they are, until it is disposed or the process ends.</summary>
    public IDisposable? Held { get; init; }
}
