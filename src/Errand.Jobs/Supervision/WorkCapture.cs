using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Git;
using Errand.Jobs.Requests;
using Errand.Jobs.Store;
using Errand.Jobs.Verification;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Supervision;

/// <summary>Makes an attempt's work safe in a commit, and says so in the journal.</summary>
public sealed class WorkCapture(WorkCollector collector, UserEdits edits, LimitSettings limits)
{
    /// <summary>Nothing may prevent a capture that need not: a git that was killed in the middle is run again.</summary>
    private const int Tries = 3;

    private const int MostNamed = 5;
    private const int MostViolations = 100;

    /// <exception cref="ErrandException">The work could not be captured; it is still in the workspace.</exception>
    internal async Task CaptureAsync(SupervisedJob job, PreparedWorkspace workspace, CancellationToken cancellationToken)
    {
        Record(job, await CollectAsync(job, workspace, cancellationToken));
    }

    /// <summary>Says in the journal what was collected.</summary>
    internal static void Record(SupervisedJob job, CapturedWork work)
    {
        foreach (string warning in work.Warnings)
            job.Journal.Append(new WarningNoted(warning));
        NoteSecrets(job, work.PatchFile);
        Violation[] ignored = IgnoredViolations(job, work.Ignored);
        if (IgnoredWarning(work.Ignored, ignored) is { } notCaptured)
            job.Journal.Append(new WarningNoted(notCaptured));
        job.Journal.Append(new WorkCaptured(work.Base, work.Commit, work.Tree, work.Files, [.. work.Violations, .. ignored]));
    }

    /// <summary>
    /// Ignored files are no part of the work, so no scope covers them; but what is denied, or may change only by name, may not change unseen. Ignored directories
    /// are full of such names, of packages and build results: in them counts only what the job denies.
    /// </summary>
    private static Violation[] IgnoredViolations(SupervisedJob job, IReadOnlyList<IgnoredChange> changes)
    {
        if (changes.Count == 0)
            return [];

        ScopeRules rules = ScopeRules.Parse(BoundaryItems.ScopeOf(job.Spec, job.History), job.Spec.Deny, job.Spec.Repository.Root);
        HashSet<string> inside = [.. changes.Where(change => change.IsInside).Select(change => change.Path)];
        return [.. rules.Judge([.. changes.Select(change => new FileChange(change.Path, change.Change, null, null))], JobMode.Write)
            .Where(violation => violation.Kind == ViolationKind.Denied || (violation.Kind == ViolationKind.Sensitive && !inside.Contains(violation.Path)))
            .Take(MostViolations)];
    }

    private static string? IgnoredWarning(IReadOnlyList<IgnoredChange> changes, Violation[] violations)
    {
        HashSet<string> told = [.. violations.Select(violation => violation.Path)];
        string[] others = [.. changes.Where(change => !told.Contains(change.Path)).OrderBy(change => change.IsInside).Select(change => Escaping.Quote(change.Path, 100))];
        return others.Length == 0 ? null
            : $"Changed too, but no part of the work, because .gitignore names them: {WorkspaceWarnings.Names(others)}. A discard does not take that back.";
    }

    /// <summary>The patch is delivered as it is, so a secret in it is told.</summary>
    internal static void NoteSecrets(SupervisedJob job, string patchFile)
    {
        try
        {
            IReadOnlyList<SecretFinding> secrets = new PatchSecrets(job.Journal.Redactor).Find(patchFile);
            if (secrets.Count > 0 || job.History.Secrets.Count > 0)
                job.Journal.Append(new SecretsFound(secrets));
        }
        catch (IOException cause)
        {
            // The work is safe in its commit; nothing may prevent that this is said.
            job.Journal.Append(new WarningNoted($"The patch was not searched for secrets: {cause.Message.TrimEnd('.')}."));
        }
    }

    /// <summary>Takes what the user changed since the last attempt of a job in place for the user's.</summary>
    /// <exception cref="ErrandException">The tree cannot be read.</exception>
    internal async Task<HeldWorkspace> AdoptEditsAsync(SupervisedJob job, HeldWorkspace held, CancellationToken cancellationToken)
    {
        // What a capture had to leave out cannot be told from what the user has written since; it stays the job's.
        if (job.Spec.Isolation != IsolationKind.Inplace || job.History is not { IsCaptured: true, Captured: { Violations.Count: 0 } last })
            return held;

        CaptureRequest request = Request(job, held.Workspace, job.History.Attempt + 1);
        (PreparedWorkspace workspace, IReadOnlyList<string> paths) = await edits.AdoptAsync(request, last.Commit, job.Paths.WorkspaceRecord, cancellationToken);
        if (paths.Count > 0)
        {
            string named = string.Join(", ", paths.Take(MostNamed).Select(path => Escaping.Quote(path, 100)));
            string more = paths.Count > MostNamed ? $" and {paths.Count - MostNamed} more" : "";
            job.Journal.Append(new WarningNoted($"You changed {named}{more} since attempt {job.History.Attempt}; as they were then, these files count as yours and not as the job's work."));
        }

        return held with { Workspace = workspace };
    }

    /// <summary>Makes the work safe, and says nothing yet.</summary>
    /// <exception cref="ErrandException">The work could not be captured; it is still in the workspace.</exception>
    internal async Task<CapturedWork> CollectAsync(SupervisedJob job, PreparedWorkspace workspace, CancellationToken cancellationToken)
    {
        CaptureRequest request = Request(job, workspace, Math.Max(1, job.History.Attempt));
        for (int left = Tries - 1; ; left--)
        {
            try
            {
                StaleLocks.Remove(workspace.Repository, job.Spec.Id);
                return await collector.CollectAsync(request, cancellationToken);
            }
            catch (ErrandException) when (left > 0)
            {
                continue;
            }
        }
    }

    private CaptureRequest Request(SupervisedJob job, PreparedWorkspace workspace, int attempt) => new()
    {
        Job = job.Spec.Id,
        Attempt = attempt,
        Workspace = workspace,
        PatchFile = job.Paths.Attempt(attempt).Patch,
        Message = Message(job.Spec, attempt),
        // In the user's tree an ignored file may have been there before, and the snapshot does not have it.
        Named = job.Spec.Isolation != IsolationKind.Inplace ? ScopeRules.PathsIn(BoundaryItems.ScopeOf(job.Spec, job.History), job.Spec.Repository.Root) : new HashSet<string>(),
        Limits = new CaptureLimits { Files = limits.MaxFiles, Bytes = limits.MaxBytes },
    };

    private static string Message(JobSpec spec, int attempt)
    {
        const int longestSubject = 60;
        string firstLine = spec.Task.Split('\n', 2)[0].Trim();
        string subject = spec.Label ?? (firstLine.Length > longestSubject ? string.Concat(firstLine.AsSpan(0, longestSubject), "…") : firstLine);
        return $"{subject}\n\nErrand-Job: {spec.Id}\nErrand-Attempt: {attempt}\nErrand-Worker: {spec.Worker.Name}\n";
    }
}
