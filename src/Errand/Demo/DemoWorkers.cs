using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Trials;

namespace Errand.Demo;

/// <summary>The worker programs that the demo can use, and what is wrong with the others.</summary>
internal sealed class DemoWorkers
{
    /// <summary>All workers that the demo knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["claude", "codex"];

    private DemoWorkers(IReadOnlyList<(string Name, WorkerCapabilities Program)> ready, IReadOnlyList<(string Name, ErrandException Why)> missing)
    {
        Ready = ready;
        Missing = missing;
    }

    public IReadOnlyList<(string Name, WorkerCapabilities Program)> Ready { get; }

    public IReadOnlyList<(string Name, ErrandException Why)> Missing { get; }

    public static async Task<DemoWorkers> FindAsync(
        IReadOnlyList<string> wanted, WorkerProbe probe, ErrandEnvironment environment, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ready = new List<(string, WorkerCapabilities)>();
        var missing = new List<(string, ErrandException)>();
        ScratchDirectory scratch = ScratchDirectory.Make("probe", environment);
        try
        {
            foreach (string name in wanted)
            {
                try
                {
                    ready.Add((name, await probe.AskAsync(new WorkerSpec { Name = name, Driver = name }, scratch, cancellationToken)));
                }
                catch (ErrandException why)
                {
                    missing.Add((name, why));
                }
            }
        }
        finally
        {
            await scratch.RemoveAsync(clock);
        }

        return new DemoWorkers(ready, missing);
    }
}
