namespace Errand.Jobs.Workspaces.Leaks;

/// <summary>What of the user's repository a job must leave alone.</summary>
public enum RepositoryPart
{
    /// <summary>Files of the checkout, as <c>git status</c> lists them.</summary>
    Files,

    /// <summary>The index: what is staged. Its cached times do not count, since every editor with git support refreshes them.</summary>
    Index,

    /// <summary>HEAD, and a merge or the like in progress.</summary>
    Head,

    /// <summary>Branches, tags and all other refs but Errand's own.</summary>
    Refs,

    /// <summary>The stash.</summary>
    Stash,

    /// <summary>The repository's configuration, ignore and attribute files.</summary>
    Configuration,

    /// <summary>Hooks.</summary>
    Hooks,
}
