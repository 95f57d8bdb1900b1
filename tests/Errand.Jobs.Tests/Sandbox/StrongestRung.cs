using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What holds workers on this machine, tried once for all tests of a class.</summary>
public sealed class StrongestRung : IAsyncLifetime
{
    /// <summary>Null = none works here.</summary>
    public ISandbox? Sandbox { get; private set; }

    /// <summary>With what it works, or why not.</summary>
    public string Reason { get; private set; } = "";

    public async Task InitializeAsync() => (Sandbox, Reason) = await Victim.FindAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
