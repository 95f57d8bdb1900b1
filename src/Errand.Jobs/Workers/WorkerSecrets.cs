using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>Which of a worker's variables are secrets: the model's key, and what the configuration passes on under a name that says so.</summary>
internal static class WorkerSecrets
{
    /// <summary>Shorter values would be found inside ordinary words and numbers.</summary>
    private const int ShortestMasked = 8;

    /// <summary>The values to mask in everything that is kept or shown.</summary>
    public static IReadOnlyList<string> Of(WorkerSpec worker, IReadOnlyDictionary<string, string> environment, string? key)
    {
        IEnumerable<string> configured = worker.PassEnv.Concat(worker.Env.Keys)
            .Where(SecretNames.IsSecret)
            .Select(name => environment.GetValueOrDefault(name) ?? "")
            .Where(value => value.Length >= ShortestMasked);
        return [.. (key is null ? configured : configured.Append(key)).Distinct()];
    }
}
