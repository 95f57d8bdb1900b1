using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Models;
using Errand.Jobs.Requests;
using Errand.Jobs.Reviews;
using Errand.Jobs.Store;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs;

/// <summary>Makes of a valid request what the job will be: its worker, repository, checks, budget and reviewer. Makes nothing else.</summary>
public sealed class JobPlanner(ErrandConfiguration configuration, RepositoryResolver repositories, IModelGateway gateway)
{
    /// <param name="request">A request that was validated.</param>
    /// <param name="forerunner">The job that it continues; null = it begins anew.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="ErrandException">The configuration, the repository or the machine does not allow it.</exception>
    internal async Task<JobPlan> PlanAsync(JobRequest request, JobLookup? forerunner, CancellationToken cancellationToken)
    {
        JobPlan plan = forerunner is null ? await BeginAsync(request, cancellationToken) : Continue(request, forerunner);
        plan = plan with { Checks = await repositories.ProposeChecksAsync(plan.Repository, plan.Checks, cancellationToken) };
        plan.Require(request, configuration);
        WorkerSpec worker = GatewayUse.Resolve(plan.Worker.Worker, gateway);
        if (request.Budget is { } budget)
        {
            if (!worker.UsesGateway)
                throw RequestValidator.Refused("budget", budget.ToString(), $"worker '{worker.Name}' calls its model by itself, where nobody can stop it", "a worker or tier whose model is one of `models` in config.json");
            gateway.RequireHoldable(worker.Model, budget);
        }

        Budget? allowed = worker.UsesGateway ? request.Budget ?? gateway.DefaultBudget : null;
        return plan with
        {
            Worker = plan.Worker with { Worker = worker },
            Budget = allowed,
            Review = request.Review ? ReviewPlan.Of(worker, allowed, configuration, gateway) : null,
        };
    }

    private JobPlan Continue(JobRequest request, JobLookup forerunner)
    {
        configuration.RequireAllowedRoot(forerunner.Spec.Repository.Root);
        return JobPlan.Continuing(forerunner, request, configuration);
    }

    private async Task<JobPlan> BeginAsync(JobRequest request, CancellationToken cancellationToken)
    {
        configuration.RequireAllowedRoot(request.Cwd);
        ResolvedWorker worker = WorkerResolver.Resolve(request.Worker, request.Tier, configuration);
        RepositorySpec repository = await repositories.ResolveAsync(request.Cwd, request.Base, cancellationToken);
        configuration.RequireAllowedRepository(repository.Root);
        return new JobPlan(worker, repository, Forerunner: null, Session: null) { Checks = request.Checks };
    }
}
