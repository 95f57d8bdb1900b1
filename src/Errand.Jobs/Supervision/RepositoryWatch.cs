using Errand.Core;
using Errand.Jobs.Workspaces.Leaks;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Notices what changes in the user's own checkout, refs, configuration, hooks and stash while a worker runs. The user may have done it, or another job that
/// was accepted meanwhile; without a sandbox nobody can tell, so it is a warning with the list and not a violation.
/// </summary>
public sealed class RepositoryWatch(FingerprintTaker fingerprints)
{
    private const int MostNamed = 5;

    /// <summary>How it is before the worker runs; null = it cannot be looked at.</summary>
    internal async Task<RepositoryFingerprint?> BeginAsync(SupervisedJob job)
    {
        try
        {
            return await TakeAsync(job);
        }
        catch (ErrandException)
        {
            return null;
        }
    }

    /// <summary>A sentence about what is not as it was; null = nothing. Never fails: a look that is not possible must not cost the job its work.</summary>
    internal async Task<string?> CompareAsync(SupervisedJob job, RepositoryFingerprint? before)
    {
        try
        {
            return before is null ? Unknown("it could not be read before") : Sentence(before.Compare(await TakeAsync(job)));
        }
        catch (ErrandException fault)
        {
            return Unknown(fault.Message.TrimEnd('.'));
        }
    }

    private Task<RepositoryFingerprint> TakeAsync(SupervisedJob job) => fingerprints.TakeAsync(job.Spec.Repository, job.Spec.Isolation, CancellationToken.None);

    private static string Unknown(string why) => $"Whether your own repository changed while the worker ran is not known: {why}.";

    private static string? Sentence(IReadOnlyList<RepositoryDifference> differences)
    {
        if (differences.Count == 0)
            return null;

        string named = string.Join(", ", differences.Take(MostNamed).Select(difference => Escaping.Quote(difference.Name, 100)));
        string more = differences.Count > MostNamed ? $" and {differences.Count - MostNamed} more" : "";
        return $"While the worker ran, your own repository changed: {named}{more}. If that was not you, the worker left its workspace.";
    }
}
