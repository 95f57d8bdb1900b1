using Xunit.Abstractions;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What only an overlay invites, where bubblewrap itself mounts it.</summary>
public sealed class BundledOverlayTests(BundledOverlayRung rung, ITestOutputHelper output) : HeldTests(rung, output), IClassFixture<BundledOverlayRung>
{
    public static TheoryData<string> Names => [.. OverlayAttacks.All.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_sandbox_holds_a_worker_that_tries_to(string name) => HoldsAsync(Attack.Find(name));
}
