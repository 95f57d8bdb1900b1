using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Tests.Engine;

namespace Errand.Jobs.Tests.Verification;

/// <summary>Checks on trees that are made of layers see exactly what is delivered, as those on trees that were written do.</summary>
public sealed class LayeredChecksTests
{
    private const string Listing = "find . -type d -name modules -prune -o -type f -printf '%P %m ' -exec sh -c 'cat \"$1\" | cksum' sh {} \\; -o -type l -printf '%P -> %l\\n' | sort";

    [Fact]
    public async Task A_check_sees_the_work_and_what_was_taken_away_and_nothing_of_its_own_gets_into_it()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("kept.txt", "kept\n").Write("gone.txt", "gone\n").Write("dir/deep/x", "x\n").Write("other/y", "y\n").Write("tool.sh", "#!/bin/sh\necho tool\n").Commit();
        engine.Worker("echo 2 > a.txt; rm gone.txt; rm -r dir; echo now a file > dir; rm -r other; mkdir other; echo z > other/z; chmod +x tool.sh; ln -s kept.txt link; echo done");
        CheckSpec[] checks =
        [
            new("first", $"{Listing}; ./tool.sh && [ ! -e gone.txt ] && echo built > built.txt && echo x > kept.txt"),
            new("second", "cat built.txt kept.txt && [ -f dir ] && [ ! -e other/y ]"),
            new("missing", "./gone.txt"),
        ];

        JobReceipt layered = await engine.RunAsync(engine.Request(request => request with { Isolation = IsolationKind.Overlay, Checks = checks }));
        JobReceipt written = await engine.RunAsync(engine.Request(request => request with { Isolation = IsolationKind.Checkout, Checks = checks }));

        Assert.True(layered.State == JobState.Review, layered.Reason);
        Assert.Equal(["first passed", "second passed", "missing failed"], layered.Checks.Select(check => $"{check.Name} {SnakeCase.Of(check.Status)}"));
        Assert.Equal(written.Checks.Select(check => check.Status), layered.Checks.Select(check => check.Status));
        Assert.Equal(Log(engine, written), Log(engine, layered));
        Assert.False(Directory.Exists(engine.Paths(layered.Id).CheckTree) || Directory.Exists(engine.Paths(layered.Id).CheckHome));
    }

    [Theory]
    [InlineData(IsolationKind.Overlay)]
    [InlineData(IsolationKind.Checkout)]
    public async Task Reports_that_a_check_leaves_are_counted_and_those_of_the_repository_are_not(IsolationKind isolation)
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("TEST-old.xml", "<testsuite><testcase name='a'/></testsuite>").Commit();
        engine.Worker("echo 2 > a.txt; echo done");
        const string leaves = "sleep 0.02; mkdir -p out/test-results; echo \"<testsuite><testcase name='b'/><testcase name='c'><failure/></testcase></testsuite>\" > out/test-results/r.xml";

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Isolation = isolation, Checks = [new CheckSpec("unit", leaves)] }));

        CheckResult check = Assert.Single(receipt.Checks);
        Assert.Equal((CountSource.Reports, 1, 1), (check.Counts, check.Passed, check.Failed));
    }

    [Fact]
    public async Task Hidden_files_lie_over_the_work()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        string hidden = Directory.CreateDirectory(engine.Repository["hidden/part"]).FullName;
        File.WriteAllText(Path.Combine(hidden, "judge"), "the judge\n");
        engine.Worker("echo 2 > a.txt; mkdir part; echo mine > part/judge; echo own > part/own; echo done");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with
        {
            Isolation = IsolationKind.Overlay,
            HiddenFiles = engine.Repository["hidden"],
            HiddenChecks = [new CheckSpec("judge", "grep judge part/judge && grep own part/own && grep 2 a.txt")],
        }));

        Assert.Equal(CheckStatus.Passed, Assert.Single(receipt.Checks).Status);
    }

    private static string Log(JobEngine engine, JobReceipt receipt) => File.ReadAllText(Path.Combine(engine.Paths(receipt.Id).Attempt(1).Checks, "first.log"));
}
