using Errand.Jobs.Sandbox;
using Xunit.Abstractions;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What workers may try in a directory that is bound, and that they are held. Each attack that can be is shown to be one where nothing holds it.</summary>
public sealed class HostileWorkerTests(StrongestRung rung, ITestOutputHelper output) : HeldTests(rung, output), IClassFixture<StrongestRung>
{
    public static TheoryData<string> Names => [.. Attack.All.Select(attack => attack.Name)];

    public static TheoryData<string> Controls => [.. Attack.All.Where(attack => attack.WorksWithoutSandbox).Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_sandbox_holds_a_worker_that_tries_to(string name) => HoldsAsync(Attack.Find(name));

    [Theory]
    [MemberData(nameof(Controls))]
    public async Task Without_a_sandbox_a_worker_can(string name)
    {
        await using var victim = new Victim();

        VictimRun run = await victim.RunAsync(Attack.Find(name).Whole, sandbox: null);

        Assert.EndsWith("ESCAPED\n", run.Said, StringComparison.Ordinal);
        Assert.Equal(Attack.Find(name).ChangesTheMachine, run.Before != run.After);
    }

    [Theory]
    [InlineData("(setsid env -i /bin/sleep 600 &)")]
    [InlineData("kill -STOP 1; (sleep 600 &)")]
    [InlineData("(setsid sh -c 'sleep 0.3; echo late > late' &)")]
    [InlineData("kill -9 -1")]
    [InlineData("i=0; while [ $i -lt 200 ]; do sleep 600 & i=$((i+1)); done")]
    public async Task Nothing_of_a_worker_is_left_either_that_hides_or_attacks_its_own(string script)
    {
        if (Works())
            Assert.Empty((await rung.RunAsync(script)).Left);
    }

    [Fact]
    public async Task A_worker_of_an_ordinary_account_cannot_fork_without_end()
    {
        if (!Works())
            return;
        if (Environment.IsPrivilegedProcess)
        {
            Skip("the kernel holds root to no number of processes, as docs/threat-model.md says");
            return;
        }

        VictimRun run = await rung.RunAsync($"perl -e 'for (0..{new SandboxLimits().Processes}) {{ my $p = fork; defined $p or print(\"held\\n\"), exit 0; $p or sleep 600 }} print \"ESCAPED\\n\"'");

        Assert.Equal("held\n", run.Said);
        Assert.Empty(run.Left);
    }

    [Theory]
    [InlineData("echo work > work.txt && cat work.txt", "work")]
    [InlineData("echo note > $HOME/note && cat $HOME/note && echo t > /tmp/t && cat /tmp/t", "t")]
    [InlineData("git init -q . && git add -A && git -c user.name=a -c user.email=b@c commit -qm x --allow-empty && git log --oneline | wc -l", "1")]
    [InlineData("bash -c 'echo a | cat; sleep 0.01 & wait; echo done'", "done")]
    [InlineData("perl -MSocket -e 'socket(S, 2, 1, 0); bind(S, sockaddr_in(20000, inet_aton(\"127.0.0.1\"))) and listen(S, 1) and print \"listens\\n\"'", "listens")]
    public async Task An_honest_worker_notices_nothing(string script, string last)
    {
        if (!Works())
            return;

        VictimRun run = await rung.RunAsync(script);

        Assert.Equal((0, last), (run.ExitCode, run.Said.TrimEnd('\n').Split('\n')[^1].Trim()));
    }
}
