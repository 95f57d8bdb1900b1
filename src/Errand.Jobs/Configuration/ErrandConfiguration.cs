using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Configuration;

/// <summary>What the user set: the file <c>config.json</c> of the state directory, then the environment. docs/configuration.md lists every key.</summary>
public sealed record ErrandConfiguration
{
    /// <summary>What holds where nothing is configured.</summary>
    public static ErrandConfiguration Default { get; } = new();

    /// <summary>The workers by name; <c>claude</c> and <c>codex</c> are always there.</summary>
    public IReadOnlyDictionary<string, WorkerSpec> Workers { get; init; } = new Dictionary<string, WorkerSpec>
    {
        ["claude"] = new() { Name = "claude", Driver = "claude" },
        ["codex"] = new() { Name = "codex", Driver = "codex" },
    };

    /// <summary>The tiers by name; <c>fast</c>, <c>think</c> and <c>auto</c> are always there.</summary>
    public IReadOnlyDictionary<string, TierSettings> Tiers { get; init; } = new Dictionary<string, TierSettings>
    {
        ["fast"] = new() { Effort = "low" },
        ["think"] = new() { Effort = "high" },
        [WorkerResolver.Auto] = new(),
    };

    /// <summary>The worker of a job that names none and whose tier names none. Default <c>claude</c>.</summary>
    public string DefaultWorker { get; init; } = "claude";

    /// <summary>The tier of a job that names none, or that names <c>auto</c>. Default <c>auto</c>.</summary>
    public string DefaultTier { get; init; } = WorkerResolver.Auto;

    /// <summary>Absolute paths of the directories that jobs may work in, with everything below them; empty = anywhere.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>What is set for single repositories, by the absolute paths of their roots.</summary>
    public IReadOnlyDictionary<string, RepositorySettings> Repositories { get; init; } = new Dictionary<string, RepositorySettings>();

    public IsolationSettings Isolation { get; init; } = new();

    /// <summary>Whether workers shall report in three parts, and are asked once for those that are missing, where a job does not say. Default false: it costs a call.</summary>
    public bool Report { get; init; }
    /// <summary>Who gives second opinions.</summary>
    public ReviewSettings Review { get; init; } = new();

    public SandboxSettings Sandbox { get; init; } = new();

    public WorkspaceSettings Workspace { get; init; } = new();

    public LimitSettings Limits { get; init; } = new();

    /// <summary>Globs that no job may change, in addition to its own.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>The keys that the gateway reads by itself, such as <c>upstreams</c>, as they stand in the file; empty = no gateway is configured.</summary>
    public IReadOnlyDictionary<string, JsonElement> Gateway { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>How long an ended job's files and refs are kept before <c>errand gc</c> may remove them. Default 30 d, 0 to 3,650 d.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What is set for a repository, also if its root is known by another path.</summary>
    /// <param name="root">The repository's root; absolute.</param>
    public RepositorySettings RepositoryAt(string root) =>
        Repositories.FirstOrDefault(repository => RealPath.Of(Path.TrimEndingDirectorySeparator(repository.Key)) == RealPath.Of(root)).Value ?? new RepositorySettings();

    /// <summary>Refuses a directory that jobs may not work in. Symbolic links are followed on both sides.</summary>
    /// <param name="directory">An absolute path of an existing directory.</param>
    /// <exception cref="ErrandException">It is outside all <see cref="Roots"/>.</exception>
    public void RequireAllowedRoot(string directory)
    {
        if (IsAllowed(directory))
            return;

        throw new ErrandException(
            ErrorCatalog.OutsideRoots,
            $"cwd {Escaping.Quote(directory, 200)} is outside the directories that jobs may work in: {string.Join(", ", Roots)}. Give a directory below one of them, or add it to `roots` in config.json.");
    }

    /// <summary>Refuses a repository that reaches beyond the directories that jobs may work in: work is delivered to all of it, wherever in it a job began.</summary>
    /// <param name="root">The repository's root; absolute.</param>
    /// <exception cref="ErrandException">It is outside all <see cref="Roots"/>.</exception>
    public void RequireAllowedRepository(string root)
    {
        if (IsAllowed(root))
            return;

        throw new ErrandException(
            ErrorCatalog.OutsideRoots,
            $"The repository {Escaping.Quote(root, 200)} is not wholly below the directories that jobs may work in: {string.Join(", ", Roots)}. Add its root to `roots` in config.json, or give a directory of another repository.");
    }

    private bool IsAllowed(string directory)
    {
        if (Roots.Count == 0)
            return true;

        string real = RealPath.Of(directory);
        return Roots.Any(root => IsBelow(real, RealPath.Of(root)));
    }

    private static bool IsBelow(string path, string root) =>
        path == root || path.StartsWith(root.EndsWith('/') ? root : root + "/", StringComparison.Ordinal);
}
