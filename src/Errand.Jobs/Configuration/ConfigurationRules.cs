using Errand.Core;
using Errand.Core.Forms;
using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Configuration;

/// <summary>What must hold between several keys.</summary>
internal static class ConfigurationRules
{
    public const string WorkerVariable = "ERRAND_WORKER";
    public const string TierVariable = "ERRAND_TIER";
    public const string WorkspaceVariable = "ERRAND_ISOLATION";
    public const string MinimumVariable = "ERRAND_ISOLATION_MINIMUM";

    public const string Generic = "generic";

    /// <summary>The kinds of worker programs.</summary>
    public static IReadOnlyList<string> Drivers { get; } = ["claude", "codex", Generic];

    /// <summary>Adds a problem for every rule that does not hold.</summary>
    /// <param name="configuration">All that could be read.</param>
    /// <param name="variables">The environment, to blame the right source.</param>
    /// <param name="file">The place of the whole file.</param>
    public static void Check(ErrandConfiguration configuration, IReadOnlyDictionary<string, string> variables, Place file)
    {
        foreach ((string name, WorkerSpec worker) in configuration.Workers)
            Check(worker, file.Key("workers").Key(name));

        foreach ((string name, TierSettings tier) in configuration.Tiers)
        {
            if (tier.Worker is not null)
                Require("worker", tier.Worker, configuration.Workers.Keys, file.Key("tiers").Key(name).Key("worker"));
        }

        if (configuration.Review.Worker is { } reviewer)
            Require("worker", reviewer, configuration.Workers.Keys, file.Key("review").Key("worker"));
        if (configuration.Review.Tier is { } tierOfReviews)
            Require("tier", tierOfReviews, configuration.Tiers.Keys, file.Key("review").Key("tier"));
        Require("worker", configuration.DefaultWorker, configuration.Workers.Keys, Origin(file.Key("defaultWorker"), WorkerVariable, variables));
        Require("tier", configuration.DefaultTier, configuration.Tiers.Keys, Origin(file.Key("defaultTier"), TierVariable, variables));
        Check(configuration.Isolation, variables, file.Key("isolation"));
    }

    private static void Check(IsolationSettings isolation, IReadOnlyDictionary<string, string> variables, Place place)
    {
        if (isolation.Minimum > isolation.Maximum)
            Origin(place.Key("minimum"), MinimumVariable, variables).Add($"is {SnakeCase.Of(isolation.Minimum)} and above `isolation.maximum`, which is {SnakeCase.Of(isolation.Maximum)}, so that no job could run; change one of them");
        if (isolation.DemandsOverlay && isolation.Workspace != IsolationKind.Overlay)
            Origin(place.Key("workspace"), WorkspaceVariable, variables).Add($"is {SnakeCase.Of(isolation.Workspace)}, and `isolation.minimum` demands overlay; change one of them");
    }

    private static void Check(WorkerSpec worker, Place place)
    {
        if (worker.Driver.Length == 0)
            place.Key("driver").Add($"is missing; it must be one of {string.Join(", ", Drivers)}");
        if (worker.Driver == Generic && worker.Command.Count == 0)
            place.Key("command").Add("is missing; a generic worker needs its program and arguments, such as [\"my-agent\", \"--stdin\"]");
        if (worker.Command is ["", ..])
            place.Key("command").Index(0).Add("is empty; it must be an absolute path, or a name that is looked up in PATH");
        if (worker.Command is [var program, ..] && !Path.IsPathFullyQualified(program) && program.Contains('/', StringComparison.Ordinal))
            place.Key("command").Index(0).Refuse(program, "an absolute path, or a name that is looked up in PATH", "it is relative to nothing that stays the same");
        if (worker.Driver is not (Generic or "") && worker.Output != "text")
            place.Key("output").Add($"is only for workers with driver {Generic}; this one has driver {worker.Driver}");
        if (worker.Driver is not ("codex" or "") && worker.Profile is not null)
            place.Key("profile").Add($"is only for workers with driver codex; this one has driver {worker.Driver}");
        if (worker.Driver is not ("claude" or "") && worker.AllowedCommands.Count > 0)
            place.Key("commands").Add($"is only for workers with driver claude; this one has driver {worker.Driver}, whose program cannot be held to it");
        if (worker.Driver == Generic && worker.OwnLogin)
            place.Key("auth").Add($"is \"own\", which is only for workers with driver claude or codex; this one has driver {Generic}");
        if (worker is { KeyEnv: not null, KeyFile: not null })
            place.Key("keyFile").Add("stands beside keyEnv; keep one of them");
        if (worker is { OwnLogin: true } and ({ KeyEnv: not null } or { KeyFile: not null }))
            place.Key("auth").Add("is \"own\" although a key is named; remove keyEnv and keyFile, or set auth to \"key\"");
    }

    private static void Require(string what, string name, IEnumerable<string> known, Place place)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        if (!names.Contains(name))
            place.Add($"names the {what} {Escaping.Quote(name, 80)}, which does not exist.{Nearest.Suggest(name, names)} Known: {string.Join(", ", names)}");
    }

    private static Place Origin(Place inFile, string variable, IReadOnlyDictionary<string, string> variables) =>
        variables.TryGetValue(variable, out string? text) && text.Length > 0 ? inFile with { Source = "environment", Path = variable } : inFile;
}
