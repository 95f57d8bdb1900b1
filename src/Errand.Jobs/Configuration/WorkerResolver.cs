using Errand.Core;

namespace Errand.Jobs.Configuration;

/// <summary>Finds the worker that a request means.</summary>
public static class WorkerResolver
{
    /// <summary>The tier that leaves the choice to the configuration.</summary>
    public const string Auto = "auto";

    /// <summary>
    /// A worker that is named wins over the tier's, the tier's over the default one; a tier's model and effort win over the worker's own.
    /// A tier that was not named, but comes from the configuration, gives way to a worker that was named.
    /// </summary>
    /// <param name="worker">A worker's name; null = not named.</param>
    /// <param name="tier">A tier's name; null or <c>auto</c> = the configured default.</param>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="ErrandException">There is no such worker or tier, or the tier is another worker's.</exception>
    public static ResolvedWorker Resolve(string? worker, string? tier, ErrandConfiguration configuration)
    {
        bool isChosen = tier is not null and not Auto;
        string tierName = isChosen ? tier! : configuration.DefaultTier;
        if (!configuration.Tiers.TryGetValue(tierName, out TierSettings? settings))
            throw Unknown(ErrorCatalog.UnknownTier, "tier", tierName, configuration.Tiers.Keys);
        if (worker is not null && !configuration.Workers.ContainsKey(worker))
            throw Unknown(ErrorCatalog.UnknownWorker, "worker", worker, configuration.Workers.Keys);

        if (worker is not null && settings.Worker is not null && settings.Worker != worker)
        {
            if (isChosen)
            {
                throw new ErrandException(
                    ErrorCatalog.TierOfAnotherWorker,
                    $"tier '{tierName}' belongs to worker '{settings.Worker}' and cannot be used with worker '{worker}'. Leave out one of them, or choose a tier without a worker: {FreeTiers(configuration)}.");
            }

            return new ResolvedWorker(configuration.Workers[worker], Auto);
        }

        string workerName = worker ?? settings.Worker ?? configuration.DefaultWorker;
        if (!configuration.Workers.TryGetValue(workerName, out WorkerSpec? found))
            throw Unknown(ErrorCatalog.UnknownWorker, "worker", workerName, configuration.Workers.Keys);

        return new ResolvedWorker(found with { Model = settings.Model ?? found.Model, Effort = settings.Effort ?? found.Effort }, tierName);
    }

    private static string FreeTiers(ErrandConfiguration configuration) =>
        string.Join(", ", configuration.Tiers.Where(tier => tier.Value.Worker is null).Select(tier => tier.Key).Order(StringComparer.Ordinal));

    private static ErrandException Unknown(ErrorDefinition error, string what, string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        return new ErrandException(
            error,
            $"There is no {what} {Escaping.Quote(name, 80)}.{Nearest.Suggest(name, names)} Known: {string.Join(", ", names)}. Add others under `{what}s` in config.json.");
    }
}
