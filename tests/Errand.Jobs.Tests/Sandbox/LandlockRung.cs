using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Landlock as this machine has it, tried once for all tests of a class.</summary>
public sealed class LandlockRung : IAsyncLifetime
{
    /// <summary>Null = it does not work here.</summary>
    public ISandbox? Sandbox { get; private set; }

    /// <summary>With what it works, or why not.</summary>
    public string Reason { get; private set; } = "";

    public async Task InitializeAsync() => (Sandbox, Reason) = await Victim.FindLandlockAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
