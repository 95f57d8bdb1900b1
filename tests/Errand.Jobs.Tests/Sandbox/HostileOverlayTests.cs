using Xunit.Abstractions;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>The same attacks, and those that only an overlay invites, in a workspace as jobs have it by default: mounted over a snapshot, at the repository's own path.</summary>
public sealed class HostileOverlayTests(OverlayRung rung, ITestOutputHelper output) : HeldTests(rung, output), IClassFixture<OverlayRung>
{
    public static TheoryData<string> Names => [.. Attack.All.Concat(OverlayAttacks.All).Select(attack => attack.Name)];

    public static TheoryData<string> Controls => [.. OverlayAttacks.All.Where(attack => attack.WorksWithoutSandbox).Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_sandbox_holds_a_worker_that_tries_to(string name) => HoldsAsync(Attack.Find(name));

    [Theory]
    [MemberData(nameof(Controls))]
    public async Task In_the_checkout_itself_a_worker_can(string name)
    {
        await using var victim = new Victim();

        VictimRun run = await victim.RunInCheckoutAsync(Attack.Find(name).Whole);

        Assert.True(run.Before != run.After, run.Said);
    }
}
