using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Jobs.Reviews;
using Errand.Jobs.Store;
using Errand.Jobs.Verification;
using Errand.Jobs.Verification.Completeness;
using Errand.Jobs.Workspaces;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Judges captured work: its scope, and the checks on clean trees of that work, compared with what they show on the base.</summary>
public sealed class WorkJudge(CheckSeries series, ProtectedSurface surface, SecondOpinion opinions)
{
    private const string HiddenInSight = "Hidden checks and files are in Errand's own directory, and without a sandbox nothing but its place keeps the worker from reading them.";

    /// <summary>Files that are written faster than layers are made.</summary>
    private const int WorthSharing = 2_000;

    /// <summary>Begins to find out what the checks show on the base, beside the worker. Nothing is done for a job without checks.</summary>
    /// <param name="job">The job, before its attempt.</param>
    /// <param name="workspace">Where the worker will be.</param>
    /// <param name="run">The marker's token of this supervisor's processes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal BaseRuns BeginBase(SupervisedJob job, PreparedWorkspace workspace, string run, CancellationToken cancellationToken)
    {
        if (job.Spec.Mode == JobMode.Read || job.Spec.Checks.Count + job.Spec.HiddenChecks.Count == 0)
            return BaseRuns.None();

        string logs = Path.Combine(job.Paths.Attempt(job.History.Attempt + 1).Checks, "base");
        var place = new SeriesPlace(job.Spec.Id, workspace.Repository, job.Paths.BaseTree, job.Paths.BaseHome, logs, RunMarker.OfBase(run)) { Redactor = job.Journal.Redactor, Base = SharedBase(job, workspace), Outputs = workspace.Outputs, Variables = job.Spec.Setup.Environment };
        return BaseRuns.Begin(token => FindBaseAsync(job, place, workspace.Base, token), cancellationToken);
    }

    /// <param name="job">The job; its work is captured.</param>
    /// <param name="workspace">Where it was made.</param>
    /// <param name="onBase">What the checks show on the base.</param>
    /// <param name="run">The marker's token of this supervisor's processes.</param>
    /// <param name="cancellationToken">Ends the check that runs, and with it the judging.</param>
    internal async Task JudgeAsync(SupervisedJob job, PreparedWorkspace workspace, BaseRuns onBase, string run, CancellationToken cancellationToken)
    {
        if (job.Spec.HiddenChecks.Count > 0 && job.History.Sandbox is null or SandboxKind.None && !job.History.Warnings.Contains(HiddenInSight))
            job.Journal.Append(new WarningNoted(HiddenInSight));
        WorkCaptured captured = job.History.Captured!;
        var rules = ScopeRules.Parse(BoundaryItems.ScopeOf(job.Spec, job.History), job.Spec.Deny, job.Spec.Repository.Root);
        IReadOnlyList<Violation> violations = [.. BoundaryItems.Standing(captured.Violations, rules), .. rules.Judge(captured.Files, job.Spec.Mode), .. job.History.Leaks];

        // Nothing changed: a green check would prove the base, not the work. Where nothing needed to change, that is what is to be proved.
        ProtectedWork protectedWork = captured.Files.Count == 0 && job.History.Said is not { Kind: OutcomeKind.Nothing } || job.Spec.Mode == JobMode.Read
            ? ProtectedWork.None
            : await LookAndRunAsync(job, workspace, onBase, RunMarker.Of(run), cancellationToken);
        WorkExamined examined = WorkExaminer.Examine(job.Spec, job.History, job.Paths.Attempt(job.History.Attempt).Patch, workspace);
        job.Journal.Append(examined);
        Judgement onChecks = ProtectedRules.Weigh(VerdictRules.Judge(captured.Files, violations, job.History.Checks, job.Spec.Mode), protectedWork, job.Spec, job.History.Checks);
        Judgement onDiff = ExaminedVerdict.Of(onChecks, examined, captured.Files.Count, violations.Count > 0, job.History.Checks);
        Judgement onSecrets = SecretVerdict.Of(onDiff, job.History.Secrets);
        // What failed goes back in any case, and where nothing was done nothing is to be read.
        Review? review = onSecrets.Verdict != Verdict.Failed && examined.Outcome?.Kind == OutcomeKind.Changed ? await opinions.AskAsync(job, workspace, run, cancellationToken) : null;
        Judgement judgement = ReviewVerdict.Of(onSecrets, review);
        job.Journal.Append(new WorkJudged(judgement.Verdict, judgement.Sentence, violations));
    }

    private async Task<ProtectedWork> LookAndRunAsync(SupervisedJob job, PreparedWorkspace workspace, BaseRuns onBase, ProcessMarker marker, CancellationToken cancellationToken)
    {
        WorkCaptured captured = job.History.Captured!;
        var place = new SeriesPlace(job.Spec.Id, workspace.Repository, job.Paths.CheckTree, job.Paths.CheckHome, job.Paths.Attempt(job.History.Attempt).Checks, marker) { Redactor = job.Journal.Redactor, Base = SharedBase(job, workspace), Outputs = workspace.Outputs, Variables = job.Spec.Setup.Environment };

        // Writing a large tree takes longest of all that is not a check.
        Task<CheckTree>? ready = job.Spec.Checks.Count == 0 ? null : series.PrepareAsync(place, captured.Commit, cancellationToken);
        try
        {
            CheckSpec[] checks = [.. job.Spec.Checks, .. job.Spec.HiddenChecks];
            ProtectedWork work = ProtectedSurface.Concerns(captured.Files, checks)
                ? await surface.LookAsync(workspace.Repository, captured.Base, captured.Commit, checks, job.Spec.Allow, cancellationToken)
                : ProtectedWork.None;
            if (work.Changes.Count > 0)
                job.Journal.Append(new ProtectedFound(work.Changes));
            await RunChecksAsync(job, place, ready, work, onBase, cancellationToken);
            return work;
        }
        catch
        {
            if (ready is not null)
            {
                await ((Task)ready).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (ready.IsCompletedSuccessfully)
                    (await ready).Dispose();
            }

            TreeMaterializer.Remove(place.Tree);
            TreeMaterializer.Remove(place.Home);
            throw;
        }
    }

    /// <summary>The commit whose files are worth sharing: one that is there as a snapshot already, or that is large enough to be made one.</summary>
    private static string? SharedBase(SupervisedJob job, PreparedWorkspace workspace) =>
        workspace.View is not null || workspace.Record.Files.Count >= WorthSharing ? job.Spec.Repository.BaseCommit : null;

    private async Task<BaseResults> FindBaseAsync(SupervisedJob job, SeriesPlace place, string tree, CancellationToken cancellationToken)
    {
        Dictionary<string, ObservedCheck> visible = job.Spec.Checks.Count == 0 ? [] : ByName(await series.RecallAsync(place, tree, job.Spec.Checks, cancellationToken));
        if (job.Spec.HiddenChecks.Count == 0)
            return new BaseResults(visible, new Dictionary<string, ObservedCheck>());

        return new BaseResults(visible, ByName(await series.RecallAsync(WithHidden(job, place), tree, job.Spec.HiddenChecks, cancellationToken)));
    }

    private async Task RunChecksAsync(SupervisedJob job, SeriesPlace place, Task<CheckTree>? ready, ProtectedWork protectedWork, BaseRuns onBase, CancellationToken cancellationToken)
    {
        JobSpec spec = job.Spec;
        if (spec.Checks.Count + spec.HiddenChecks.Count == 0)
            return;

        BaseResults known = await onBase.WaitAsync(cancellationToken);
        if (known.Fault is { } fault)
            job.Journal.Append(new WarningNoted($"What the checks show on the base is not known: {fault}"));

        WorkCaptured captured = job.History.Captured!;
        IReadOnlyList<ObservedCheck> results = [];
        IReadOnlyList<ObservedCheck>? restored = null;
        IReadOnlyList<ObservedCheck>? tried = null;
        if (spec.Checks.Count > 0)
        {
            results = await series.RunAsync(place, ready!, spec.Checks, isRepeated: true, cancellationToken);
            if (protectedWork.Restored is { } tree && results.Any(VerdictMayHold))
                restored = await series.RunAsync(place with { Logs = Path.Combine(place.Logs, "restored") }, series.PrepareAsync(place, tree, cancellationToken), spec.Checks, isRepeated: true, cancellationToken);
            if (protectedWork.TestsOnBase is { } tests && results.Any(VerdictMayHold) && known.Visible.Values.Any(check => check.Result.Status == CheckStatus.Passed))
                tried = await series.RunAsync(place with { Logs = Path.Combine(place.Logs, "new-tests") }, series.PrepareAsync(place, tests, cancellationToken), spec.Checks, isRepeated: false, cancellationToken);
        }

        for (int index = 0; index < results.Count; index++)
        {
            CheckSpec check = spec.Checks[index];
            Append(job, new CheckComparison(results[index])
            {
                Base = known.Visible.GetValueOrDefault(check.Name),
                Restored = restored?[index],
                TestsOnBase = tried?[index],
                MustFail = check.MustFail,
                BaseHasNoTests = protectedWork.BaseHasNoTests,
                MayChangeTests = spec.Allow.Contains(ProtectedClass.Tests),
            }.Conclude());
        }

        if (spec.HiddenChecks.Count == 0)
            return;

        SeriesPlace judging = WithHidden(job, place);
        IReadOnlyList<ObservedCheck> shown = await series.RunAsync(judging, series.PrepareAsync(judging, protectedWork.Restored ?? captured.Commit, cancellationToken), spec.HiddenChecks, isRepeated: true, cancellationToken);
        foreach ((CheckSpec check, ObservedCheck observed) in spec.HiddenChecks.Zip(shown))
        {
            var comparison = new CheckComparison(observed) { Base = known.Hidden.GetValueOrDefault(check.Name), MustFail = check.MustFail, MayChangeTests = true };
            Append(job, comparison.Conclude() with { Hidden = true });
        }
    }

    private static SeriesPlace WithHidden(SupervisedJob job, SeriesPlace place) =>
        Directory.Exists(job.Paths.HiddenFiles) ? place with { LaidOver = job.Paths.HiddenFiles } : place;

    /// <summary>What failed already cannot be saved by another look.</summary>
    private static bool VerdictMayHold(ObservedCheck observed) => observed.Result.Status == CheckStatus.Passed;

    private static Dictionary<string, ObservedCheck> ByName(IReadOnlyList<ObservedCheck> results) => results.ToDictionary(observed => observed.Result.Name);

    private static void Append(SupervisedJob job, CheckResult result) => job.Journal.Append(new CheckEnded(result));
}
