using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Leaks;

namespace Errand.Jobs.Supervision;

/// <summary>
/// One attempt from queue to review, step by step, each written to the journal before the next begins:
/// prepare the workspace, run the worker, capture what it made however it ended, judge it on a clean tree, and,
/// where the host wished so beforehand, accept it.
/// </summary>
public sealed class AttemptRunner(WorkspacePreparer workspaces, WorkerRunner workers, WorkCapture capture, RepositoryWatch watch, WorkJudge judge, Acceptance acceptance)
{
    private const string By = "supervisor";

    internal async Task RunAsync(SupervisedJob job, string run, StopSignal stop, JobStatus status, EventFeed feed)
    {
        JournalWriter journal = job.Journal;
        journal.Change(JobState.Preparing, "The workspace is being made.", By);
        Task<RepositoryFingerprint?> look = watch.BeginAsync(job);
        using HeldWorkspace? held = await PrepareAsync(job, stop);
        RepositoryFingerprint? before = await look;
        if (held is null)
            return;

        PreparedWorkspace workspace = held.Workspace;
        WorkerRunResult? worker = await RunWorkerAsync(job, workspace, before, run, stop, status, feed);
        if (worker is null)
            return;

        if (!await CaptureAsync(job, workspace, before))
            return;

        if (stop.IsStopped)
        {
            stop.Record(journal);
            return;
        }

        // Whatever the worker made of the refusal: one that ends with 0 after it has done less than it was asked for.
        if (worker.BudgetStop is { } budget)
        {
            journal.Append(new BudgetReached(budget.IsJobs, budget.Text));
            journal.Change(JobState.Waiting, $"{budget.Text} {WhatHelps(job, budget)}", By, SnakeCase.Of(WaitingFor.Budget));
            return;
        }

        if (worker.Outcome.Failure is { } failure)
        {
            journal.Block(failure, worker.Outcome.Sentence, By);
            return;
        }

        journal.Change(JobState.Verifying, "The worker has ended; its work is being judged.", By);
        await judge.JudgeAsync(job, workspace, RunMarker.Of(run), stop.Token);
        if (stop.IsStopped)
        {
            stop.Record(journal);
            return;
        }

        journal.Change(JobState.Review, journal.History.Judged!.Sentence, By);
        if (journal.History.AwaitsApply(job.Spec))
            await ApplyAsync(job);
    }

    private static string WhatHelps(SupervisedJob job, BudgetStop budget) => budget.IsJobs
        ? $"The work so far is kept. Raise the budget of {job.Spec.Id} to go on, or discard the job."
        : $"The work so far is kept. Raise it under `budgets` in config.json or wait for the next period, then retry {job.Spec.Id}.";

    private async Task<HeldWorkspace?> PrepareAsync(SupervisedJob job, StopSignal stop)
    {
        HeldWorkspace? held = null;
        try
        {
            held = await workspaces.PrepareAsync(job, stop.Token);
            return await capture.AdoptEditsAsync(job, held, stop.Token);
        }
        catch (ErrandException fault)
        {
            held?.Dispose();
            job.Journal.Block(BlockedClass.Prepare, fault.Message, By);
            return null;
        }
    }

    private async Task<WorkerRunResult?> RunWorkerAsync(
        SupervisedJob job, PreparedWorkspace workspace, RepositoryFingerprint? before, string run, StopSignal stop, JobStatus status, EventFeed feed)
    {
        try
        {
            return await workers.RunAsync(job, workspace, run, stop, status, feed);
        }
        catch (Exception fault) when (!job.History.IsCaptured)
        {
            await EndFaultedAsync(job, workspace, before, stop, fault);
            return null;
        }
        catch (ErrandException fault)
        {
            job.Journal.Block(ClassOf(fault), fault.Message, By);
            return null;
        }
    }

    /// <summary>Once an attempt has begun its work is captured, whatever went wrong beside the worker: a full disk, a fault of our own.</summary>
    private async Task EndFaultedAsync(SupervisedJob job, PreparedWorkspace workspace, RepositoryFingerprint? before, StopSignal stop, Exception fault)
    {
        if (!await CaptureAsync(job, workspace, before))
            return;

        if (stop.IsStopped)
            stop.Record(job.Journal);
        else
            job.Journal.Block(ClassOf(fault), SentenceOf(fault), By);
    }

    private static BlockedClass ClassOf(Exception fault) =>
        fault is not ErrandException { Error: var error } ? BlockedClass.Infra
        : error == ErrorCatalog.WorkerSandbox ? BlockedClass.Sandbox
        : error == ErrorCatalog.WorkerKeyUnavailable ? BlockedClass.Auth
        : error == ErrorCatalog.WorkerProgramMissing || error == ErrorCatalog.WorkerProgramUnsuitable || error == ErrorCatalog.WorkerSettings ? BlockedClass.Spawn
        : BlockedClass.Infra;

    private static string SentenceOf(Exception fault) => fault is ErrandException
        ? fault.Message
        : $"The supervisor failed while the worker ran: {fault.Message.TrimEnd('.')}. The work so far is kept; retry the job to go on.";

    /// <summary>Capturing is what nothing may prevent: when even it fails, the workspace stays and the job says where it is.</summary>
    private async Task<bool> CaptureAsync(SupervisedJob job, PreparedWorkspace workspace, RepositoryFingerprint? before)
    {
        Task<string?> look = watch.CompareAsync(job, before);
        ErrandException? failure = null;
        try
        {
            await capture.CaptureAsync(job, workspace, CancellationToken.None);
        }
        catch (ErrandException fault)
        {
            failure = fault;
        }

        if (await look is { } change)
            job.Journal.Append(new WarningNoted(change));
        if (failure is not null)
            job.Journal.Block(BlockedClass.Infra, $"The work could not be captured and stays in '{workspace.Root}': {failure.Message}", By);
        return failure is null;
    }

    private async Task ApplyAsync(SupervisedJob job)
    {
        try
        {
            await acceptance.AcceptAsync(job, AcceptTarget.Checkout, "apply: auto", CancellationToken.None);
        }
        catch (ErrandException fault)
        {
            job.Journal.Append(new ApplyRefused($"The work is verified but could not be applied: {fault.Message}"));
        }
    }
}
