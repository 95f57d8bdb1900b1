using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Models;
using Errand.Jobs.Requests;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Reviews;

/// <summary>
/// Chooses who reads a job's work: whom the configuration names; else workers of another kind than the job's own, since models of one family share their
/// blind spots; and the job's own when none of those can be had. A command of the configuration need not understand what is asked, so it reads only when it is named.
/// </summary>
internal static class ReviewPlan
{
    /// <param name="own">The job's worker.</param>
    /// <param name="budget">What the job may spend; null = not limited.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="gateway">Knows whose calls it serves.</param>
    /// <exception cref="ErrandException">Nobody is there who could read, or the named worker's calls could not be held to the budget.</exception>
    public static ReviewSpec Of(WorkerSpec own, Budget? budget, ErrandConfiguration configuration, IModelGateway gateway)
    {
        ReviewSettings settings = configuration.Review;
        WorkerSpec[] wanted = settings is { Worker: null, Tier: null }
            ? [.. Others(own, configuration).Select(worker => GatewayUse.Resolve(worker, gateway)), .. own.Driver == ConfigurationRules.Generic ? (WorkerSpec[])[] : [own]]
            : [GatewayUse.Resolve(WorkerResolver.Resolve(settings.Worker, settings.Tier, configuration).Worker, gateway)];
        if (wanted.Length == 0)
        {
            throw RequestValidator.Refused(
                "review", "true", $"worker '{own.Name}' is a command that need not understand what a reviewer is asked, and no other kind of worker is configured", "a `review.worker` in config.json, also this one if it does understand");
        }

        WorkerSpec[] held = budget is null ? wanted : [.. wanted.Where(worker => worker.UsesGateway)];
        if (held.Length == 0)
        {
            throw RequestValidator.Refused(
                "review", "true", $"worker '{wanted[0].Name}' calls its model by itself, where the job's budget cannot hold it", "a `review.worker` whose model is one of `models` in config.json, or no budget");
        }

        return new ReviewSpec { Workers = held, Rounds = settings.Rounds };
    }

    private static IEnumerable<WorkerSpec> Others(WorkerSpec own, ErrandConfiguration configuration) => configuration.Workers.Values
        .Where(worker => worker.Driver != own.Driver && worker.Driver != ConfigurationRules.Generic)
        .OrderBy(worker => worker.Name == configuration.DefaultWorker ? 0 : 1)
        .ThenBy(worker => worker.Name, StringComparer.Ordinal);
}
