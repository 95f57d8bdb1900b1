using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Tests.Engine;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Whole jobs whose workers are held by a sandbox.</summary>
public sealed class HeldWorkerTests
{
    [Fact]
    public async Task An_honest_worker_works_in_the_strongest_sandbox_as_if_there_were_none()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker(
            """
            echo changed >> a.txt; mkdir -p sub; echo new > sub/new.txt
            git status --short; git add -A; git commit -qm mine; git log --oneline
            echo "$HOME $TMPDIR $PWD"; touch "$HOME/x" "$TMPDIR/y"; whoami; id
            test -s "$ERRAND_PROMPT_FILE"
            """);

        JobReceipt receipt = await engine.RunAsync(engine.Request());

        string log = File.ReadAllText(engine.Paths(receipt.Id).Attempt(1).WorkerLog);
        Assert.True(receipt.State == JobState.Review, receipt.Reason + log);
        Assert.Equal((JobState.Review, SandboxKind.Bubblewrap, SandboxNetwork.Gateway), (receipt.State, receipt.Sandbox, receipt.Network));
        Assert.Equal(["a.txt", "sub/new.txt"], receipt.Files.Select(file => file.Path));
        Assert.Empty(receipt.Warnings);
    }

    [Fact]
    public async Task A_job_that_may_only_read_finds_its_tree_read_only()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker("if echo x 2>/dev/null > a.txt; then echo wrote > \"$HOME/wrote\"; fi; cat a.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Mode = JobMode.Read }));

        Assert.Equal(JobState.Review, receipt.State);
        Assert.Empty(receipt.Files);
        Assert.False(File.Exists(Path.Combine(engine.Paths(receipt.Id).Home, "wrote")));
    }

    [Theory]
    [InlineData(IsolationKind.Checkout)]
    [InlineData(IsolationKind.Overlay)]
    public async Task A_strict_job_writes_within_its_scope_and_fails_at_once_elsewhere(IsolationKind isolation)
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/a", "1\n").Write("docs/b", "1\n").Write("one", "1\n").Write("other", "1\n").Shell("ln -s docs link");
        engine.Repository.Commit();
        engine.Worker(
            """
            echo 2 > src/a; mkdir src/d; echo n > src/d/new; mv src/d src/e; echo n > made/by/n; echo 2 > one
            git add src; git commit -qm mine
            for place in other docs/b docs/new new .gitignore made/x link/x; do
              if (echo x > $place) 2> said || (echo x > $place) 2> /dev/null; then echo "$place is open" > src/open; fi
            done
            rm -rf docs 2> /dev/null && echo gone > src/open; mv src moved 2> /dev/null && echo moved > src/open
            (echo x > other) 2>&1 | grep "Read-only file system"
            """);

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Scope = ["src/**", "made/by/", "one", "link/"], Strict = true, Isolation = isolation }));

        Assert.True(receipt.State == JobState.Review, receipt.Reason + File.ReadAllText(engine.Paths(receipt.Id).Attempt(1).WorkerLog));
        Assert.Equal(["made/by/n", "one", "src/a", "src/e/new"], receipt.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["The scope is judged afterwards and not enforced as written for 'link/'; the worker could write in made/by, one, src."], receipt.Warnings);
    }

    [Fact]
    public async Task Patterns_that_choose_among_names_are_enforced_as_far_as_directories_go_and_the_receipt_says_so()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/a.c", "1\n").Write("docs/b", "1\n").Commit();
        engine.Worker("echo 2 > src/a.c; echo x > src/x.h; if (echo x > docs/b) 2> /dev/null; then exit 3; fi; echo done");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Scope = ["src/*.c"], Strict = true }));

        Assert.True(receipt.State == JobState.Review, receipt.Reason);
        Assert.Equal(["src/x.h"], receipt.Violations.Select(violation => violation.Path));
        Assert.Equal(["The scope is judged afterwards and not enforced as written for 'src/*.c'; the worker could write in src."], receipt.Warnings);
    }

    [Fact]
    public async Task A_strict_job_in_place_leaves_no_directories_behind()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/a", "1\n").Write("other", "1\n").Commit();
        engine.Worker("echo 2 > src/a; if (echo x > other) 2> /dev/null; then exit 3; fi");

        JobReceipt receipt = await engine.RunAsync(engine.Inplace() with { Scope = ["src/", "src/new/deep/**"], Strict = true });

        Assert.True(receipt.State == JobState.Review, receipt.Reason);
        Assert.Equal(["src/a"], receipt.Files.Select(file => file.Path));
        Assert.False(Directory.Exists(Path.Combine(engine.Repository.Root, "src/new")));
    }

    [Fact]
    public async Task Checks_run_in_a_sandbox_of_their_own_without_the_workers_home_or_a_network()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker("echo work > work.txt; echo poison > \"$HOME/.npmrc\"");
        string check = "grep -q work work.txt && [ ! -e \"$HOME/.npmrc\" ] && [ ! -e \"" + engine.Repository.Root + "\" ] && ! grep -v -e Inter -e face -e ' lo:' /proc/net/dev && [ \"$ERRAND_PORT_BASE\" -ge 20000 ]";

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("held", check)] }));

        Assert.True(receipt.Verdict == Verdict.Verified, string.Join(" ", receipt.Checks));
    }

    [Fact]
    public async Task A_job_in_place_may_change_the_tree_and_nothing_of_git()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker("echo work > work.txt; git status --short; if echo x 2>/dev/null > .git/hooks/post-checkout; then exit 3; fi");

        JobReceipt receipt = await engine.RunAsync(engine.Inplace());

        Assert.True(receipt.State == JobState.Review, receipt.Reason);
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Without_a_sandbox_that_is_strong_enough_nothing_is_started()
    {
        await using var engine = new JobEngine(new IsolationSettings { Maximum = IsolationRung.None });
        engine.Worker("echo ran > ran.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request());

        Assert.Equal((JobState.Blocked, "sandbox"), (receipt.State, receipt.Class));
        Assert.Contains("`isolation.minimum` demands bubblewrap", receipt.Reason, StringComparison.Ordinal);
        Assert.Empty(receipt.Files);
    }
}
