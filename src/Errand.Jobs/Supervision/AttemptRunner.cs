using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Requests;
using Errand.Jobs.Setups;
using Errand.Jobs.Store;
using Errand.Jobs.Verification;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Supervision;

/// <summary>
/// One attempt from queue to review, step by step, each written to the journal before the next begins:
/// prepare the workspace, run the worker, capture what it made however it ended, judge it on a clean tree, and,
/// where the host wished so beforehand, accept it.
/// </summary>
public sealed class AttemptRunner(WorkspacePreparer workspaces, SetupRunner setups, WorkerRunner workers, WorkCapture capture, RepositoryWatch watch, WorkJudge judge, WorkDrop drop, Acceptance acceptance)
{
    private const string By = "supervisor";

    /// <returns>Whether Errand itself has sent the work back, so that the next attempt is to be run.</returns>
    internal async Task<bool> RunAsync(SupervisedJob job, string run, StopSignal stop, JobStatus status, EventFeed feed)
    {
        JournalWriter journal = job.Journal;
        if (journal.History.State == JobState.Queued)
            journal.Change(JobState.Preparing, "The workspace is being made.", By);
        if (journal.History.IsToBeJudged)
            return await JudgeAgainAsync(job, run, stop);

        RepositoryLook look = await watch.BeginAsync(job, stop.Token);
        using HeldWorkspace? held = await PrepareAsync(job, run, stop);
        await look.UntilReadyAsync();
        if (held is null)
            return false;

        PreparedWorkspace workspace = held.Workspace;
        await using BaseRuns onBase = judge.BeginBase(job, workspace, run, stop.Token);
        WorkerRunResult? worker = await RunWorkerAsync(job, workspace, look, run, stop, status, feed, onBase);
        if (worker is null)
            return false;

        if (!await CaptureAsync(job, workspace, look))
            return false;

        if (stop.IsStopped)
        {
            stop.Record(journal);
            return false;
        }

        // Whatever the worker made of the refusal: one that ends with 0 after it has done less than it was asked for.
        if (worker.BudgetStop is { } budget)
        {
            journal.Append(new BudgetReached(budget.IsJobs, budget.Text));
            journal.Change(JobState.Waiting, $"{budget.Text} {WhatHelps(job, budget)}", By, SnakeCase.Of(WaitingFor.Budget));
            return false;
        }

        job.Budget.Detach();
        if (worker.Outcome.Failure is { } failure)
        {
            journal.Block(failure, worker.Outcome.Sentence, By);
            return false;
        }

        journal.Change(JobState.Verifying, "The worker has ended; its work is being judged.", By);
        await judge.JudgeAsync(job, workspace, onBase, run, stop.Token);
        return await ConcludeAsync(job, stop);
    }

    /// <summary>Judges captured work once more after a decision about what belongs to it; no worker runs.</summary>
    private async Task<bool> JudgeAgainAsync(SupervisedJob job, string run, StopSignal stop)
    {
        try
        {
            using HeldWorkspace held = await workspaces.PrepareAsync(job, stop.Token);
            if (job.History.OpenDrops.Count > 0)
                await drop.DropAsync(job, held.Workspace, stop.Token);
            else if (BoundaryItems.NamesIgnored(job.Spec, job.History, job.History.Widened))
                await capture.CaptureAsync(job, held.Workspace, stop.Token);
            PreparedWorkspace workspace = await setups.FurnishAsync(job, held.Workspace, run, stop.Token);
            job.Journal.Change(JobState.Verifying, "The work is being judged again.", By);
            await using BaseRuns onBase = judge.BeginBase(job, workspace, run, stop.Token);
            await judge.JudgeAsync(job, workspace, onBase, run, stop.Token);
        }
        catch (ErrandException fault) when (job.History.State == JobState.Preparing)
        {
            job.Journal.Block(BlockedClass.Prepare, fault.Message, By);
            return false;
        }

        return await ConcludeAsync(job, stop);
    }

    private async Task<bool> ConcludeAsync(SupervisedJob job, StopSignal stop)
    {
        JournalWriter journal = job.Journal;
        if (stop.IsStopped)
        {
            stop.Record(journal);
            return false;
        }

        if (Revision.IsDue(job.Spec, journal.History))
        {
            journal.Append(new DecisionMade("revise", Decider.Errand, Revision.Items(journal.History), null, journal.History.Judged!.Sentence));
            journal.Change(JobState.Preparing, Revision.Reason(job.Spec, journal.History), By);
            return true;
        }

        journal.Change(JobState.Review, journal.History.Judged!.Sentence, By);
        if (!journal.History.AwaitsApply(job.Spec))
            return false;
        if (job.Spec.Review is not null && journal.History.Review is not { Status: ReviewStatus.Read })
            journal.Append(new ApplyRefused("The work is verified but not applied: a second opinion was asked for, and there is none."));
        else
            await ApplyAsync(job);
        return false;
    }

    private static string WhatHelps(SupervisedJob job, BudgetStop budget) => budget.IsJobs
        ? $"The work so far is kept. Raise the budget of {job.Spec.Id} to go on, or discard the job."
        : $"The work so far is kept. Raise it under `budgets` in config.json or wait for the next period, then retry {job.Spec.Id}.";

    private async Task<HeldWorkspace?> PrepareAsync(SupervisedJob job, string run, StopSignal stop)
    {
        HeldWorkspace? held = null;
        try
        {
            held = await workspaces.PrepareAsync(job, stop.Token);
            held = await capture.AdoptEditsAsync(job, held, stop.Token);
            return held with { Workspace = await setups.FurnishAsync(job, held.Workspace, run, stop.Token) };
        }
        catch (ErrandException fault)
        {
            held?.Dispose();
            BlockedClass kind = fault.Error == ErrorCatalog.SandboxMissing ? BlockedClass.Sandbox : BlockedClass.Prepare;
            job.Journal.Block(kind, fault.Message, By);
            return null;
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    private async Task<WorkerRunResult?> RunWorkerAsync(
        SupervisedJob job, PreparedWorkspace workspace, RepositoryLook look, string run, StopSignal stop, JobStatus status, EventFeed feed, BaseRuns onBase)
    {
        try
        {
            return await RunBesideAsync(onBase, RunAllAsync);
        }
        catch (Exception fault) when (!job.History.IsCaptured)
        {
            await EndFaultedAsync(job, workspace, look, stop, fault);
            return null;
        }
        catch (ErrandException fault)
        {
            job.Journal.Block(ClassOf(fault), fault.Message, By);
            return null;
        }

        async Task<WorkerRunResult> RunAllAsync()
        {
            WorkerRunResult result = await RunOnceAsync(completes: false);
            if (result.IsSessionGone && !stop.IsStopped)
            {
                job.Journal.Append(new WarningNoted($"The worker's session of attempt {job.History.Attempt - 1} is gone; a fresh one was given the task, the work so far and what was found."));
                result = await RunOnceAsync(completes: false);
            }

            if (result is { BudgetStop: null, Outcome: { Failure: null, SessionId: not null } } && job.History is { MissingParts.Count: > 0, Said: null } && !stop.IsStopped)
            {
                WorkerRunResult completed = await RunOnceAsync(completes: true);
                if (completed.Outcome.Failure is not null)
                    job.Journal.Append(new WarningNoted($"The worker was asked to complete its report and could not: {completed.Outcome.Sentence}"));
            }

            return result;
        }

        Task<WorkerRunResult> RunOnceAsync(bool completes) => workers.RunAsync(job, workspace, run, completes, stop, status, feed);
    }

    /// <summary>A worker whose work will not be judged ends the checks beside it, before anybody reads that the attempt is over.</summary>
    private static async Task<WorkerRunResult> RunBesideAsync(BaseRuns onBase, Func<Task<WorkerRunResult>> runAsync)
    {
        WorkerRunResult? worker = null;
        try
        {
            worker = await runAsync();
            return worker;
        }
        finally
        {
            if (worker is not { Outcome.Failure: null } || worker.StopReason == StopReason.Cancelled)
                await onBase.DisposeAsync();
        }
    }

    /// <summary>Once an attempt has begun its work is captured, whatever went wrong beside the worker: a full disk, a fault of our own.</summary>
    private async Task EndFaultedAsync(SupervisedJob job, PreparedWorkspace workspace, RepositoryLook look, StopSignal stop, Exception fault)
    {
        if (!await CaptureAsync(job, workspace, look))
            return;

        if (stop.IsStopped)
            stop.Record(job.Journal);
        else
            job.Journal.Block(ClassOf(fault), SentenceOf(fault), By);
    }

    private static BlockedClass ClassOf(Exception fault) =>
        fault is not ErrandException { Error: var error } ? BlockedClass.Infra
        : error == ErrorCatalog.WorkerSandbox || error == ErrorCatalog.SandboxMissing || error == ErrorCatalog.SandboxFailed ? BlockedClass.Sandbox
        : error == ErrorCatalog.WorkerKeyUnavailable ? BlockedClass.Auth
        : error == ErrorCatalog.WorkerProgramMissing || error == ErrorCatalog.WorkerProgramUnsuitable || error == ErrorCatalog.WorkerSettings ? BlockedClass.Spawn
        : BlockedClass.Infra;

    private static string SentenceOf(Exception fault) => fault is ErrandException
        ? fault.Message
        : $"The supervisor failed while the worker ran: {fault.Message.TrimEnd('.')}. The work so far is kept; retry the job to go on.";

    /// <summary>Capturing is what nothing may prevent: when even it fails, the workspace stays and the job says where it is.</summary>
    private async Task<bool> CaptureAsync(SupervisedJob job, PreparedWorkspace workspace, RepositoryLook look)
    {
        Task<RepositoryFinding> comparing = watch.CompareAsync(job, look);
        CapturedWork? work = null;
        ErrandException? failure = null;
        try
        {
            work = await capture.CollectAsync(job, workspace, CancellationToken.None);
        }
        catch (ErrandException fault)
        {
            failure = fault;
        }

        RepositoryFinding finding = await comparing;
        if (finding.Warning is { } warning)
            job.Journal.Append(new WarningNoted(warning));
        if (finding.Leaks.Count > 0)
            job.Journal.Append(new LeaksFound(finding.Leaks));
        if (work is not null)
            WorkCapture.Record(job, work);
        if (failure is not null)
            job.Journal.Block(BlockedClass.Infra, $"The work could not be captured and stays in '{workspace.Root}': {failure.Message}", By);
        return failure is null;
    }

    private async Task ApplyAsync(SupervisedJob job)
    {
        try
        {
            await acceptance.AcceptAsync(job, AcceptTarget.Checkout, new Decider(Decider.Errand, "apply: auto, and the work is verified and in scope"), CancellationToken.None);
        }
        catch (ErrandException fault)
        {
            job.Journal.Append(new ApplyRefused($"The work is verified but could not be applied: {fault.Message}"));
        }
    }
}
