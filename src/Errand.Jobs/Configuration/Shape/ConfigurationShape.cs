using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Configuration.ErrandConfiguration>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>
/// Every key of the configuration, once: what it may be, what it sets, what it means. The reader, the JSON schema and the table in
/// docs/configuration.md all come from here.
/// </summary>
internal static class ConfigurationShape
{
    public static ObjectForm<ErrandConfiguration> Root { get; } = new(
        [
            Key(
                "$schema",
                TextForms.Text,
                _ => null,
                (configuration, _) => configuration,
                "The schema of this file, for editors; Errand does not read it."),
            Key(
                "workers",
                WorkerShape.Workers,
                configuration => configuration.Workers,
                (configuration, value) => configuration with { Workers = value },
                "The agents that jobs can be given to."),
            Key(
                "tiers",
                TierShape.Tiers,
                configuration => configuration.Tiers,
                (configuration, value) => configuration with { Tiers = value },
                "Names for a worker with a model and an effort."),
            Key(
                "defaultWorker",
                TextForms.Name,
                configuration => configuration.DefaultWorker,
                (configuration, value) => configuration with { DefaultWorker = value },
                "The worker of a job that names none and whose tier names none.",
                ConfigurationRules.WorkerVariable),
            Key(
                "defaultTier",
                TextForms.Name,
                configuration => configuration.DefaultTier,
                (configuration, value) => configuration with { DefaultTier = value },
                "The tier of a job that names none, or that names `auto`.",
                ConfigurationRules.TierVariable),
            Key(
                "repositories",
                RepositoryShape.Repositories,
                configuration => configuration.Repositories,
                (configuration, value) => configuration with { Repositories = value },
                "What jobs in a repository need, by its root."),
            Key(
                "roots",
                new ListForm<string>(Scalars.AbsolutePath),
                configuration => configuration.Roots,
                (configuration, value) => configuration with { Roots = value },
                "Directories that jobs may work in, with everything below them.",
                "ERRAND_ROOTS",
                "anywhere"),
            Key(
                "isolation",
                IsolationShape.Isolation,
                configuration => configuration.Isolation,
                (configuration, value) => configuration with { Isolation = value },
                "Where jobs work and how strongly they are held; a text is short for the workspace alone."),
            Key(
                "report",
                Scalars.Flag,
                configuration => configuration.Report,
                (configuration, value) => configuration with { Report = value },
                "Whether a worker is asked for a report with the parts Summary, Tests and Files Changed, and once more when one is missing."),
            Key(
                "review",
                ReviewShape.Review,
                configuration => configuration.Review,
                (configuration, value) => configuration with { Review = value },
                "Who gives a second opinion of the work of jobs with `--review`."),
            Key(
                "sandbox",
                SandboxShape.Sandbox,
                configuration => configuration.Sandbox,
                (configuration, value) => configuration with { Sandbox = value },
                "What holds workers."),
            Key(
                "workspace",
                WorkspaceShape.Workspace,
                configuration => configuration.Workspace,
                (configuration, value) => configuration with { Workspace = value },
                "What private trees of jobs have."),
            Key(
                "limits",
                LimitShape.Limits,
                configuration => configuration.Limits,
                (configuration, value) => configuration with { Limits = value },
                "How long, how many and how much."),
            Key(
                "deny",
                new ListForm<string>(TextForms.GlobPattern),
                configuration => configuration.Deny,
                (configuration, value) => configuration with { Deny = value },
                "Globs that no job may change, in addition to its own."),
            Key(
                "retention",
                Scalars.Time(TimeSpan.Zero, TimeSpan.FromDays(3_650)),
                configuration => configuration.Retention,
                (configuration, value) => configuration with { Retention = value },
                "How long an ended job is kept before `errand gc` may remove it.",
                "ERRAND_RETENTION"),
            .. GatewayShape.Members,
        ],
        () => ErrandConfiguration.Default);
}
