using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces.Leaks;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Notices what changes in the user's own checkout, refs, configuration, hooks and stash while a worker runs. The user may have done it, or another job that
/// was accepted meanwhile; without a sandbox nobody can tell, so it is a warning with the list and not a violation.
/// </summary>
public sealed class RepositoryWatch(FingerprintTaker fingerprints)
{
    private const int MostNamed = 5;

    internal Task<RepositoryFingerprint> BeginAsync(SupervisedJob job, CancellationToken cancellationToken) =>
        fingerprints.TakeAsync(job.Spec.Repository, job.Spec.Isolation, cancellationToken);

    /// <summary>Notes in the journal what is not as it was.</summary>
    internal async Task EndAsync(SupervisedJob job, RepositoryFingerprint before, CancellationToken cancellationToken)
    {
        RepositoryFingerprint after = await fingerprints.TakeAsync(job.Spec.Repository, job.Spec.Isolation, cancellationToken);
        IReadOnlyList<RepositoryDifference> differences = before.Compare(after);
        if (differences.Count == 0)
            return;

        string named = string.Join(", ", differences.Take(MostNamed).Select(difference => Escaping.Quote(difference.Name, 100)));
        string more = differences.Count > MostNamed ? $" and {differences.Count - MostNamed} more" : "";
        job.Journal.Append(new WarningNoted($"While the worker ran, your own repository changed: {named}{more}. If that was not you, the worker left its workspace."));
    }
}
