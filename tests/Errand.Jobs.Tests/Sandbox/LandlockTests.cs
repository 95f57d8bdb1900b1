using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Sandbox.Landlock;
using Errand.Jobs.Tests.Engine;
using Xunit.Abstractions;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What the weaker rung promises, tried with the same attacks: no content outside can be read or changed, no port reached.</summary>
public sealed class LandlockTests(LandlockRung rung, ITestOutputHelper output) : HeldTests(rung, output), IClassFixture<LandlockRung>
{
    /// <summary>Only root can give up what it could be given; another user's process shows it, and can never have it.</summary>
    private const string OfRoot = "have a capability";

    private static readonly IsolationSettings Settings = new() { Minimum = IsolationRung.Landlock, Maximum = IsolationRung.Landlock };

    /// <summary>What needs a file system or a process table of one's own, and is said so in docs/isolation.md.</summary>
    private static readonly HashSet<string> NotPromised =
    [
        "change a mode in the checkout", "give a file away", "have another interface", "look at /sys", "reach a socket in the file system", "read other accounts", "read shadow",
        "read the machine's id", "read the sandbox's arguments", "run as another user", "see the machine's temp directory",
    ];

    public static TheoryData<string> Names =>
        [.. Attack.All.Select(attack => attack.Name).Where(name => !NotPromised.Contains(name) && (Environment.IsPrivilegedProcess || name != OfRoot))];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Landlock_holds_a_worker_that_tries_to(string name) => HoldsAsync(Attack.Find(name));

    [Theory]
    [InlineData("cat /etc/shadow")]
    [InlineData("cat /etc/machine-id")]
    [InlineData("ls / /home /root /etc")]
    [InlineData("ls \"$STATE/..\"")]
    [InlineData("cat /proc/$HOSTPID/environ")]
    [InlineData("truncate -s 0 \"$VICTIM/a.txt\"")]
    [InlineData("ln \"$VICTIM/a.txt\" stolen")]
    [InlineData("perl -MSocket -e 'socket(S, 2, 2, 0) or exit 1'")]
    [InlineData("perl -MSocket -e 'socket(S, 10, 2, 0) or exit 1'")]
    [InlineData("perl -MSocket -e 'socket(S, 2, 1, 262) or exit 1'")]
    [InlineData("perl -MSocket -MErrno -e 'socket(S, 2, 1, 0) or exit 1; send(S, \"x\", 0x20000000, sockaddr_in(9, inet_aton(\"127.0.0.1\"))); exit($!{EOPNOTSUPP} ? 1 : 0)'")]
    [InlineData("setpriv --bounding-set +all --inh-caps +sys_admin true && mount -t tmpfs none .")]
    public Task What_it_hides_not_it_keeps_shut(string script) => HoldsAsync(new Attack(script, script));

    [Fact]
    public async Task An_honest_worker_works_as_if_there_were_no_sandbox_and_the_receipt_says_what_held_it()
    {
        if (!Works())
            return;
        await using var engine = new JobEngine(Settings);
        engine.Worker(
            """
            echo changed >> a.txt; mkdir -p sub; echo new > sub/new.txt
            git status --short; git add -A; git commit -qm mine; git log --oneline
            touch "$HOME/x" "$TMPDIR/y"; echo a | cat; test -s "$ERRAND_PROMPT_FILE"
            """);

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("there", "grep -q changed a.txt && echo x > new && mktemp")] }));

        Assert.True(receipt.State == JobState.Review, receipt.Reason + File.ReadAllText(engine.Paths(receipt.Id).Attempt(1).WorkerLog));
        Assert.Equal((SandboxKind.Landlock, SandboxNetwork.Gateway), (receipt.Sandbox, receipt.Network));
        Assert.Equal(["a.txt", "sub/new.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal(CheckStatus.Passed, Assert.Single(receipt.Checks).Status);
        Assert.Equal([LandlockSandbox.Weakness], receipt.Warnings);
    }

    [Fact]
    public async Task A_strict_scope_and_a_reading_job_are_held_too()
    {
        if (!Works())
            return;
        await using var engine = new JobEngine(Settings);
        engine.Repository.Write("src/a", "1\n").Commit();
        engine.Worker("if (echo x > a.txt) 2> /dev/null; then exit 3; fi; if (echo x > new) 2> /dev/null; then exit 4; fi; (echo 2 > src/a) 2> /dev/null || echo read only");

        JobReceipt strict = await engine.RunAsync(engine.Request(request => request with { Scope = ["src/**"], Strict = true }));
        JobReceipt reading = await engine.RunAsync(engine.Request(request => request with { Mode = JobMode.Read }));

        Assert.True(strict.State == JobState.Review, strict.Reason);
        Assert.Equal(["src/a"], strict.Files.Select(file => file.Path));
        Assert.True(reading.State == JobState.Review, reading.Reason);
        Assert.Empty(reading.Files);
    }

    [Fact]
    public async Task A_job_in_place_is_refused_since_its_git_could_not_be_protected()
    {
        if (!Works())
            return;
        await using var engine = new JobEngine(Settings);
        engine.Worker("echo ran > ran.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Inplace());

        Assert.Equal((JobState.Blocked, "sandbox"), (receipt.State, receipt.Class));
        Assert.False(File.Exists(Path.Combine(engine.Repository.Root, "ran.txt")));
    }
}
