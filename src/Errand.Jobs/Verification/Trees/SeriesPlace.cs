using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Git;
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
}
