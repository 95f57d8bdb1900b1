namespace Errand.Jobs.Setups;

/// <summary>What a setup has put beside the files of a base: directories and files that the repository ignores. Nobody changes them any more.</summary>
/// <param name="Key">Says which setup of which base it was.</param>
/// <param name="Directory">Where they are, each under its place in the list.</param>
/// <param name="Paths">Where they belong, relative to a tree's root.</param>
internal sealed record SetupOutputs(string Key, string Directory, IReadOnlyList<string> Paths)
{
    /// <summary>Each with the absolute path of what is kept.</summary>
    public IEnumerable<(string Path, string Source)> Items => Paths.Select((path, index) => (path, Path.Combine(Directory, $"{index}")));
}
