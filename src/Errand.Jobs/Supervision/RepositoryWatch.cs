using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Workspaces.Leaks;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Notices what changes in the user's own checkout, refs, configuration, hooks and stash while a worker runs. Where a sandbox kept the worker away it was the
/// user, or another job that was accepted meanwhile, and is only told. Where none did, nobody can tell the worker's change from the user's: it is a leak.
/// </summary>
public sealed class RepositoryWatch(FingerprintTaker fingerprints, Sandboxes sandboxes, CheckoutWriters writers, TimeProvider clock)
{
    private const int MostNamed = 5;
    private const int MostLeaks = 100;

    /// <summary>Begins to look how it is before the worker runs.</summary>
    internal async Task<RepositoryLook> BeginAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        DateTimeOffset begunAt = clock.GetUtcNow();
        Task<RepositoryFingerprint?> before = TryTakeAsync(job);
        return new RepositoryLook(before, await KindAsync(cancellationToken) == SandboxKind.Bubblewrap, begunAt);
    }

    /// <summary>Looks again. Never fails: a look that is not possible must not cost the job its work.</summary>
    internal async Task<RepositoryFinding> CompareAsync(SupervisedJob job, RepositoryLook look)
    {
        try
        {
            // The worker has ended, so that both may be taken at once.
            RepositoryFingerprint after = await TakeAsync(job);
            if (await look.Before is not { } before)
                return Unknown("it could not be read before");
            if (look.IsOutOfReach && job.History.Sandbox is SandboxKind.None or SandboxKind.Landlock)
                return Unknown("the sandbox that was to hold the worker was gone when it began");

            IReadOnlyList<RepositoryDifference> differences = before.Compare(after);
            return differences.Count == 0 ? new RepositoryFinding(null, []) : Judge(job, look, differences);
        }
        catch (Exception fault) when (fault is ErrandException or IOException or UnauthorizedAccessException)
        {
            return Unknown(fault.Message.TrimEnd('.'));
        }
    }

    private RepositoryFinding Judge(SupervisedJob job, RepositoryLook look, IReadOnlyList<RepositoryDifference> differences)
    {
        string named = string.Join(", ", differences.Take(MostNamed).Select(difference => Escaping.Quote(difference.Name, 100)));
        string more = differences.Count > MostNamed ? $" and {differences.Count - MostNamed} more" : "";
        string what = $"While the worker ran, your own repository changed: {named}{more}.";
        if (job.History.Sandbox == SandboxKind.Bubblewrap)
            return new RepositoryFinding($"{what} It was not the worker, whose sandbox keeps it away from there.", []);
        if (job.History.Sandbox == SandboxKind.Landlock)
            return new RepositoryFinding($"{what} The worker can have changed rights and times there, and nothing else.", []);
        if (job.History.Sandbox is null)
            return new RepositoryFinding(what, []);
        if (writers.WroteSince(job.Spec, look.BegunAt))
            return new RepositoryFinding($"{what} Another job was accepted, discarded or at work there meanwhile; if that was not all, the worker left its workspace.", []);

        return new RepositoryFinding(
            $"{what} No sandbox held the worker, so nobody can tell whether it was you.",
            [
                .. differences.Take(MostLeaks).Select(difference => new Violation(difference.Name, ViolationKind.Leak, difference.Detail)),
                .. differences.Count > MostLeaks ? (Violation[])[new Violation("", ViolationKind.Leak, $"{differences.Count - MostLeaks:N0} more things were changed while the job ran.")] : [],
            ]);
    }

    /// <summary>What will hold the worker; null = nobody knows, and the worker itself will say why.</summary>
    private async Task<SandboxKind?> KindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await sandboxes.ChooseAsync(cancellationToken)).Kind;
        }
        catch (ErrandException)
        {
            return null;
        }
    }

    private async Task<RepositoryFingerprint?> TryTakeAsync(SupervisedJob job)
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

    private Task<RepositoryFingerprint> TakeAsync(SupervisedJob job) => fingerprints.TakeAsync(job.Spec.Repository, job.Spec.Isolation, CancellationToken.None);

    private static RepositoryFinding Unknown(string why) => new($"Whether your own repository changed while the worker ran is not known: {why}.", []);
}
