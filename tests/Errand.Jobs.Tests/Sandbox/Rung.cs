using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>One way to hold workers, tried once for all tests of a class, and one machine that they all attack: an attack that is held leaves it as it was.</summary>
public abstract class Rung : IAsyncLifetime
{
    /// <summary>With what it works, or why not.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Null = it does not work here.</summary>
    internal ISandbox? Sandbox { get; private set; }

    internal Victim Victim { get; } = new();

    public async Task InitializeAsync() =>
        (Sandbox, Reason) = await FindAsync(new ProcessRunner(TimeProvider.System), new StateDirectory(Victim.State));

    public Task DisposeAsync() => Victim.DisposeAsync().AsTask();

    /// <summary>Runs a script as a worker that this holds.</summary>
    internal virtual Task<VictimRun> RunAsync(string script) => Victim.RunAsync(script, Sandbox);

    private protected abstract Task<(ISandbox? Sandbox, string Reason)> FindAsync(ProcessRunner processes, StateDirectory state);
}
