using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Tests.Engine;

namespace Errand.Jobs.Tests.Setups;

/// <summary>Whole jobs whose trees are made ready first.</summary>
public sealed class SetupTests
{
    private const string Install = "echo run >> runs; mkdir -p modules/m app/modules; cat app/package-lock.json > modules/m/installed; ln -s m modules/link; echo deep > app/modules/deep; echo noise > noise";

    [Theory]
    [InlineData(IsolationKind.Checkout)]
    [InlineData(IsolationKind.Overlay)]
    public async Task What_a_setup_installs_is_there_for_worker_and_checks_and_is_no_part_of_the_work(IsolationKind isolation)
    {
        await using JobEngine engine = Engine();
        engine.Worker("cat modules/link/installed app/modules/deep; [ ! -e noise ]; echo poison > modules/m/installed; echo work > work.txt; echo done");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Setup = Install, Isolation = isolation, Checks = [new CheckSpec("ready", "[ $(cat modules/link/installed) = one ] && grep -q deep app/modules/deep && echo x > modules/new && cat work.txt")] }));

        Assert.True(receipt.State == JobState.Review, receipt.Reason);
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
        Assert.Empty(receipt.Warnings);
        Assert.Equal(CheckStatus.Passed, Assert.Single(receipt.Checks).Status);
    }

    [Fact]
    public async Task A_second_job_pays_for_a_setup_only_when_a_lock_file_changed()
    {
        await using JobEngine engine = Engine();
        engine.Worker("cat modules/m/installed > seen.txt; echo done");
        JobRequest request = engine.Request(request => request with { Setup = Install });

        JobReceipt first = await engine.RunAsync(request);
        engine.Repository.Write("a.txt", "2\n").Commit();
        JobReceipt second = await engine.RunAsync(request);
        engine.Repository.Write("app/package-lock.json", "two\n").Commit();
        JobReceipt third = await engine.RunAsync(request);

        Assert.Equal([true, false, true], new[] { first, second, third }.Select(receipt => Directory.Exists(engine.Paths(receipt.Id).Setup)));
        Assert.Equal(["one", "one", "two"], new[] { first, second, third }.Select(receipt => engine.Repository.Git("show", receipt.Commit + ":seen.txt")));
    }

    [Fact]
    public async Task Two_jobs_at_once_share_one_setup()
    {
        await using JobEngine engine = Engine();
        engine.Worker("cat modules/m/installed > seen.txt; echo done");
        JobRequest request = engine.Request(request => request with { Setup = "sleep 0.3; " + Install });

        JobId[] ids = [await engine.StartAsync(request), await engine.StartAsync(request)];
        JobReceipt[] receipts = [await engine.SettledAsync(ids[0]), await engine.SettledAsync(ids[1])];

        Assert.All(receipts, receipt => Assert.True(receipt.State == JobState.Review, receipt.Reason));
        Assert.Single(receipts, receipt => Directory.Exists(engine.Paths(receipt.Id).Setup));
    }

    [Fact]
    public async Task A_setup_that_fails_blocks_the_job_before_a_worker_is_started()
    {
        await using JobEngine engine = Engine();
        engine.Worker("echo ran > ran.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Setup = "echo 'npm error code ECONFUSED'; exit 3" }));

        Assert.Equal((JobState.Blocked, "prepare", 0), (receipt.State, receipt.Class, receipt.Attempt));
        Assert.Contains("failed on the base with exit code 3", receipt.Reason, StringComparison.Ordinal);
        Assert.Contains("npm error code ECONFUSED", receipt.Reason, StringComparison.Ordinal);
        Assert.Contains("`sandbox.setupNetwork`", receipt.Reason, StringComparison.Ordinal);
        Assert.Empty(receipt.Files);
    }

    [Fact]
    public async Task A_probe_is_asked_on_the_base_with_what_the_setup_gave_and_before_any_worker()
    {
        await using JobEngine engine = Engine();
        engine.Worker("echo ran > ran.txt; echo done");

        JobReceipt good = await engine.RunAsync(engine.Request(request => request with { Setup = Install, Probe = "grep one modules/m/installed && echo left > left.txt" }));
        JobReceipt bad = await engine.RunAsync(engine.Request(request => request with { Setup = Install, Probe = "echo 'FAILED: no database'; false" }));

        Assert.True(good.State == JobState.Review, good.Reason);
        Assert.Equal(["ran.txt"], good.Files.Select(file => file.Path));
        Assert.Equal((JobState.Blocked, "prepare", 0), (bad.State, bad.Class, bad.Attempt));
        Assert.Contains("no database", bad.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setup_has_the_network_only_where_the_configuration_says_so()
    {
        const string alone = "! grep -v -e Inter -e face -e ' lo:' /proc/net/dev";
        await using JobEngine closed = Engine();
        await using JobEngine open = Engine(new SandboxSettings { SetupNetwork = SandboxNetwork.Open });

        JobReceipt held = await closed.RunAsync(closed.Request(request => request with { Setup = alone }));
        JobReceipt free = await open.RunAsync(open.Request(request => request with { Setup = "[ \"$(readlink /proc/self/ns/net)\" = \"" + new FileInfo("/proc/self/ns/net").LinkTarget + "\" ]" }));

        Assert.True(held.State == JobState.Review, held.Reason);
        Assert.True(free.State == JobState.Review, free.Reason);
    }

    [Fact]
    public async Task Variables_of_the_repository_reach_worker_setup_and_checks_and_secret_ones_are_masked()
    {
        await using JobEngine engine = Engine();
        engine.Repositories[engine.Repository.Root] = new RepositorySettings
        {
            Setup = "[ $DATABASE = test ] && mkdir modules && echo $DATABASE > modules/d",
            Environment = new Dictionary<string, string> { ["DATABASE"] = "test", ["API_TOKEN"] = "hunter2-hunter2-hunter2" },
        };
        engine.Worker("[ $DATABASE = test ]; echo \"$(cat modules/d) $API_TOKEN\"; echo work > work.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("env", "[ $DATABASE = test ] && [ $API_TOKEN = hunter2-hunter2-hunter2 ]")] }));

        Assert.True(receipt.State == JobState.Review, receipt.Reason);
        Assert.Equal(CheckStatus.Passed, Assert.Single(receipt.Checks).Status);
        string log = File.ReadAllText(engine.Paths(receipt.Id).Attempt(1).WorkerLog);
        Assert.DoesNotContain("hunter2-hunter2", log, StringComparison.Ordinal);
        Assert.Contains("test ", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_setup_gave_is_not_put_through_a_link_that_a_worker_left()
    {
        await using JobEngine engine = Engine();
        string outside = engine.Repository["outside"];
        Directory.CreateDirectory(outside);
        engine.Worker($"rm -r app && ln -s '{outside}' app; echo done");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Setup = Install, Checks = [new CheckSpec("x", "true")] }));

        Assert.Equal(JobState.Review, receipt.State);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public async Task A_link_that_a_setup_leaves_stays_a_link_and_shows_nothing()
    {
        await using JobEngine engine = Engine();
        string outside = engine.Repository["outside"];
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "secret"), "secret");
        engine.Worker("readlink runs; cat runs/secret 2>/dev/null || echo closed");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Setup = $"ln -s '{outside}' runs", Isolation = IsolationKind.Overlay }));

        Assert.True(receipt.State == JobState.Review, receipt.Reason);
        Assert.Equal($"{outside}\nclosed\n", File.ReadAllText(engine.Paths(receipt.Id).Attempt(1).WorkerLog));
    }

    [Fact]
    public async Task A_file_of_the_setup_that_the_scope_names_is_work()
    {
        await using JobEngine engine = Engine();
        engine.Worker("echo mine > runs");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Setup = "echo run > runs", Scope = ["runs"] }));

        Assert.Equal(["runs"], receipt.Files.Select(file => file.Path));
    }

    private static JobEngine Engine(SandboxSettings? settings = null)
    {
        var engine = new JobEngine(settings ?? new SandboxSettings());
        engine.Repository.Write(".gitignore", "modules/\nruns\n").Write("app/package-lock.json", "one\n").Commit();
        return engine;
    }
}
