namespace Errand.Jobs.Git;

/// <summary>One git command: what to run, on which repository, and whose configuration counts.</summary>
/// <param name="Arguments">The subcommand and its arguments; paths and object names that came from outside go through <see cref="Input"/> instead.</param>
public sealed record GitCommand(params IReadOnlyList<string> Arguments)
{
    /// <summary>Where to run; absolute. The commands that read attributes of a working tree need its root.</summary>
    public required string Directory { get; init; }

    /// <summary>The git directory to work on. Null = git looks for it from <see cref="Directory"/>, which only <see cref="AsUser"/> allows.</summary>
    public string? GitDirectory { get; init; }

    /// <summary>The working tree to write. Null = none, or with <see cref="AsUser"/> the one that git finds.</summary>
    public string? WorkTree { get; init; }

    /// <summary>A private index instead of the repository's own.</summary>
    public string? IndexFile { get; init; }

    /// <summary>Where new objects go instead of the git directory's own store.</summary>
    public string? ObjectDirectory { get; init; }

    /// <summary>A further store to read objects from.</summary>
    public string? AlternateObjects { get; init; }

    /// <summary>
    /// Runs with the user's own configuration, so that line endings and filters are what the user is used to. Only for the
    /// user's own checkout, never for a tree or a git directory that a worker could write. Hooks and the file system monitor stay off.
    /// </summary>
    public bool AsUser { get; init; }

    /// <summary>Settings for this command beside the fixed ones, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Variables for this command beside the fixed ones, such as a commit's dates.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Exit codes that are an answer and no failure, beside 0.</summary>
    public IReadOnlyList<int> Answers { get; init; } = [];
}
