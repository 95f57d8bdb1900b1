using Errand.Core;
using Errand.Jobs.Workers.Claude;
using Errand.Jobs.Workers.Codex;
using Errand.Jobs.Workers.Generic;

namespace Errand.Jobs.Workers;

/// <summary>All drivers, by the name that the configuration uses.</summary>
public sealed class WorkerDrivers
{
    private readonly IWorkerDriver[] drivers = [new ClaudeDriver(), new CodexDriver(), new GenericDriver()];

    /// <summary>The names, in the order in which they are shown.</summary>
    public IReadOnlyList<string> Names => [.. drivers.Select(driver => driver.Name)];

    /// <summary>The driver that a worker names.</summary>
    /// <exception cref="ErrandException">ERR5001: no driver has that name.</exception>
    public IWorkerDriver Get(WorkerSpec worker) =>
        Array.Find(drivers, driver => driver.Name == worker.Driver) ?? throw new ErrandException(
            ErrorCatalog.UnknownDriver,
            $"Worker {Escaping.Quote(worker.Name, 64)} names the driver {Escaping.Quote(worker.Driver, 64)}, which does not exist. Use {string.Join(", ", Names)}.");
}
