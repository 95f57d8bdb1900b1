namespace Errand.Jobs.Workspaces.Leaks;

/// <summary>The state of everything in the user's repository that a job must leave alone; two of them tell what was changed while it ran.</summary>
public sealed class RepositoryFingerprint
{
    private readonly IReadOnlyDictionary<(RepositoryPart Part, string Name), string> items;

    internal RepositoryFingerprint(IReadOnlyDictionary<(RepositoryPart Part, string Name), string> items) => this.items = items;

    /// <summary>What a later fingerprint has otherwise, ordered by part and name.</summary>
    public IReadOnlyList<RepositoryDifference> Compare(RepositoryFingerprint later) =>
    [
        .. items.Keys.Union(later.items.Keys)
            .Where(key => items.GetValueOrDefault(key) != later.items.GetValueOrDefault(key))
            .OrderBy(key => key.Part).ThenBy(key => key.Name, StringComparer.Ordinal)
            .Select(key => new RepositoryDifference(key.Part, key.Name, Describe(key, later))),
    ];

    private string Describe((RepositoryPart Part, string Name) key, RepositoryFingerprint later) => key.Part switch
    {
        RepositoryPart.Files => "The file in the checkout was changed while the job ran.",
        RepositoryPart.Index => "What is staged was changed while the job ran.",
        _ when !items.ContainsKey(key) => "It was made while the job ran.",
        _ when !later.items.ContainsKey(key) => "It was removed while the job ran.",
        _ => "It was changed while the job ran.",
    };
}
