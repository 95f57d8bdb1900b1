using Xunit.Abstractions;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What is the same of hostile workers whatever holds them.</summary>
public abstract class HeldTests(Rung rung, ITestOutputHelper output)
{
    [Theory]
    [InlineData("(setsid sleep 600 &)")]
    [InlineData("trap '' TERM INT HUP; (setsid sh -c 'trap \"\" TERM HUP; sleep 600; sleep 600' &)")]
    public async Task Nothing_of_a_worker_is_left_when_its_run_has_ended(string script)
    {
        if (Works())
            Assert.Empty((await rung.RunAsync(script)).Left);
    }

    private protected bool Works()
    {
        if (rung.Sandbox is null)
            Skip($"it does not work here: {rung.Reason}");
        return rung.Sandbox is not null;
    }

    /// <summary>Prints why a test shows nothing here, in the form that eng/test lists.</summary>
    private protected void Skip(string reason) => output.WriteLine($"SKIPPED: {reason}.");

    /// <summary>The worker gets out by none of what it tries, changes nothing outside, and leaves nobody.</summary>
    private protected async Task HoldsAsync(Attack attack)
    {
        if (!Works())
            return;
        VictimRun run = await rung.RunAsync(attack.Whole);

        Assert.True(attack.ChangesTheMachine || run.Said.EndsWith("held\n", StringComparison.Ordinal), run.Said);
        Assert.Equal(run.Before, run.After);
        Assert.Empty(run.Left);
    }
}
