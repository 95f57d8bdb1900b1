using Errand.Jobs.Sandbox;
using Xunit.Abstractions;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What workers may try, and that they are held. Each attack that can be is shown to be one where nothing holds it.</summary>
public sealed class HostileWorkerTests(StrongestRung rung, ITestOutputHelper output) : IClassFixture<StrongestRung>
{
    public static TheoryData<string> Names => [.. Attack.All.Select(attack => attack.Name)];

    public static TheoryData<string> Controls => [.. Attack.All.Where(attack => attack.WorksWithoutSandbox).Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_sandbox_holds_a_worker_that_tries_to(string name)
    {
        if (Sandbox() is not { } sandbox)
            return;
        await using var victim = new Victim();
        string before = victim.Fingerprint();

        (int exitCode, string said) = await victim.RunAsync($"{{ {Find(name).Script}; }} && echo ESCAPED || echo held", sandbox);

        Assert.True(exitCode == 0 && (Find(name).ChangesTheMachine || said.EndsWith("held\n", StringComparison.Ordinal)), said);
        Assert.Equal(before, victim.Fingerprint());
        Assert.Empty(victim.Left());
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public async Task Without_a_sandbox_a_worker_can(string name)
    {
        await using var victim = new Victim();
        string before = victim.Fingerprint();

        (_, string said) = await victim.RunAsync($"{{ {Find(name).Script}; }} && echo ESCAPED || echo held", sandbox: null);

        Assert.EndsWith("ESCAPED\n", said, StringComparison.Ordinal);
        Assert.Equal(Find(name).ChangesTheMachine, before != victim.Fingerprint());
    }

    [Theory]
    [InlineData("(setsid sleep 600 &)")]
    [InlineData("(setsid env -i /bin/sleep 600 &)")]
    [InlineData("trap '' TERM INT HUP; (setsid sh -c 'trap \"\" TERM HUP; sleep 600; sleep 600' &)")]
    [InlineData("kill -STOP 1; (sleep 600 &)")]
    [InlineData("(setsid sh -c 'sleep 0.3; echo late > late' &)")]
    [InlineData("kill -9 -1")]
    [InlineData("i=0; while [ $i -lt 200 ]; do sleep 600 & i=$((i+1)); done")]
    public async Task Nothing_of_a_worker_is_left_when_its_run_has_ended(string script)
    {
        if (Sandbox() is not { } sandbox)
            return;
        await using var victim = new Victim();

        await victim.RunAsync(script, sandbox);

        Assert.Empty(victim.Left());
    }

    [Theory]
    [InlineData("echo work > work.txt && cat work.txt", "work")]
    [InlineData("echo note > $HOME/note && cat $HOME/note && echo t > /tmp/t && cat /tmp/t", "t")]
    [InlineData("git init -q . && git add -A && git -c user.name=a -c user.email=b@c commit -qm x --allow-empty && git log --oneline | wc -l", "1")]
    [InlineData("bash -c 'echo a | cat; sleep 0.01 & wait; echo done'", "done")]
    [InlineData("perl -MSocket -e 'socket(S, 2, 1, 0); bind(S, sockaddr_in(20000, inet_aton(\"127.0.0.1\"))) and listen(S, 1) and print \"listens\\n\"'", "listens")]
    public async Task An_honest_worker_notices_nothing(string script, string last)
    {
        if (Sandbox() is not { } sandbox)
            return;
        await using var victim = new Victim();

        (int exitCode, string said) = await victim.RunAsync(script, sandbox);

        Assert.Equal((0, last), (exitCode, said.TrimEnd('\n').Split('\n')[^1].Trim()));
    }

    private static Attack Find(string name) => Attack.All.Single(attack => attack.Name == name);

    private ISandbox? Sandbox()
    {
        if (rung.Sandbox is null)
            output.WriteLine($"Skipped: no sandbox works here: {rung.Reason}.");
        return rung.Sandbox;
    }
}
