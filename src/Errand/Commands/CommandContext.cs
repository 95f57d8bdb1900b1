using Errand.Core;
using Errand.Jobs;
using Errand.Progress;
using Errand.Terminals;

namespace Errand.Commands;

/// <summary>What commands work with.</summary>
/// <param name="Environment">What the program was told from outside.</param>
/// <param name="Terminal">Where it talks.</param>
/// <param name="Clock">The clock.</param>
internal sealed record CommandContext(ErrandEnvironment Environment, Terminal Terminal, TimeProvider Clock)
{
    /// <summary>Who asks, in journals.</summary>
    public const string By = "cli";

    private readonly Lazy<JobService> jobs = new(() =>
    {
        var composition = new Composition(Environment, Clock);
        composition.ForgetKeys();
        return composition.CreateJobService();
    });

    /// <summary>The engine, put together when it is first needed: help and version need none, and read no configuration.</summary>
    /// <exception cref="ErrandException">The configuration is refused.</exception>
    public JobService Jobs => jobs.Value;

    public JobWait CreateWait() => new(Jobs, Terminal, Clock);
}
