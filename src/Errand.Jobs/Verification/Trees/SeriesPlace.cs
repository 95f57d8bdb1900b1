using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Git;
using Errand.Jobs.Setups;
using Errand.Processes;

namespace Errand.Jobs.Verification;

/// <summary>Where a series of checks runs. All paths are absolute; tree and home are removed when it has ended.</summary>
/// <param name="Job">Whose checks.</param>
/// <param name="Repository">Errand's own git directory of the job, in which the tree is.</param>
/// <param name="Tree">Where the tree is written to.</param>
/// <param name="Home">Where HOME and TMPDIR of the checks are.</param>
/// <param name="Logs">Where their output is kept.</param>
/// <param name="Marker">What marks their processes.</param>
internal sealed record SeriesPlace(JobId Job, JobRepository Repository, string Tree, string Home, string Logs, ProcessMarker Marker)
{
    /// <summary>Takes secrets out of what is kept of their output.</summary>
    public required Redactor Redactor { get; init; }

    /// <summary>A directory of the host's whose files are laid over the tree; null = none.</summary>
    public string? LaidOver { get; init; }

    /// <summary>A commit that the tree is close to and that other jobs have too, so that its files may be shared; null = the tree is written as a whole.</summary>
    public string? Base { get; init; }

    /// <summary>What the job's setup gave, which is put beside the tree's files; null = nothing.</summary>
    public SetupOutputs? Outputs { get; init; }

    /// <summary>Variables that the configuration gives to the repository's checks.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <param name="environment">The user's.</param>
    /// <param name="logs">A directory below that of the logs.</param>
    public CheckContext ContextIn(ErrandEnvironment environment, string logs) => new()
    {
        Directory = Tree,
        HomeDirectory = Path.Combine(Home, "home"),
        TempDirectory = Path.Combine(Home, "tmp"),
        LogDirectory = Path.GetFullPath(logs, Logs),
        UserEnvironment = environment.Variables,
        UserHomeDirectory = environment.HomeDirectory,
        Variables = Variables,
        Marker = Marker,
        Redactor = Redactor,
    };
}
