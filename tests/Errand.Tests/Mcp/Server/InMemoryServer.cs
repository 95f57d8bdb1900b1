using System.Diagnostics;
using System.IO.Pipelines;
using Errand.Core;
using Errand.Jobs;
using Errand.Jobs.Configuration;
using Errand.Jobs.Git;
using Errand.Jobs.Parts;
using Errand.Jobs.Retention;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Workspaces;
using Errand.Mcp;
using Errand.Processes;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.Tests.Mcp.Server;

/// <summary>
/// A session over pipes with the real engine, a real state directory and a real repository. Only supervisors are not started: the test
/// says what they would do.
/// </summary>
internal sealed class InMemoryServer : IAsyncDisposable
{
    private readonly TempDirectory temp;
    private readonly bool isReopened;
    private readonly Pipe toServer = new();
    private readonly Pipe fromServer = new();
    private readonly ErrandEnvironment environment;
    private readonly Task running;

    public InMemoryServer(string configuration = """{ "workers": { "fake": { "driver": "generic", "command": ["/bin/true"] } }, "defaultWorker": "fake" }""")
        : this(new TempDirectory(), isReopened: false)
    {
        Git("init", "-q");
        Git("-c", "user.name=A", "-c", "user.email=a@example.invalid", "commit", "-q", "--allow-empty", "-m", "first");
        Configure(configuration);
    }

    private InMemoryServer(TempDirectory temp, bool isReopened)
    {
        this.temp = temp;
        this.isReopened = isReopened;
        Repository = temp.MakeDirectory("repository");
        environment = new ErrandEnvironment
        {
            StateDirectory = temp.MakeDirectory("state"),
            WorkingDirectory = Repository,
            HomeDirectory = temp.MakeDirectory("home"),
            Executable = "/bin/false",
            Variables = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! },
        };
        State = new StateDirectory(environment.StateDirectory);
        running = new McpSession(environment, Compose, TimeProvider.System).RunAsync(toServer.Reader.AsStream(), fromServer.Writer.AsStream(), CancellationToken.None);
        Client = new McpClient(toServer.Writer.AsStream(), fromServer.Reader.AsStream());
    }

    public McpClient Client { get; }

    public StateDirectory State { get; }

    public string Repository { get; }

    /// <summary>How often the engine was put together.</summary>
    public int Compositions { get; private set; }

    public void Configure(string configuration) => temp.Write("state/config.json", configuration);

    /// <summary>The supervisor of a job, played by the test.</summary>
    public PlayedSupervisor Supervise(string id) => new(State, JobId.TryParse(id, out JobId job) ? job : throw new ArgumentException(id));

    /// <summary>Another session, as of a host that was started again, on the same state directory.</summary>
    public async Task<InMemoryServer> ReopenAsync()
    {
        var other = new InMemoryServer(temp, isReopened: true);
        await other.Client.InitializeAsync("test-host");
        return other;
    }

    /// <summary>Closes the server's input and waits for its end.</summary>
    public async Task EndAsync()
    {
        await toServer.Writer.CompleteAsync();
        await running.WaitAsync(TestTimeouts.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await fromServer.Writer.CompleteAsync();
        await Client.Reading;
        if (!isReopened)
            temp.Dispose();
    }

    private JobService Compose()
    {
        Compositions++;
        TimeProvider clock = TimeProvider.System;
        var store = new JobStore(State, clock);
        var processes = new ProcessRunner(clock);
        var git = new GitClient(processes, environment);
        var eviction = new SnapshotEviction(State, new WorkspaceSettings(), clock);
        var workspaces = new WorkspacePreparer(
            new CheckoutWorkspace(git, clock),
            new OverlayWorkspace(git, new SnapshotStore(git, State, eviction, clock), new WorkspaceSettings(), clock),
            new InplaceWorkspace(git, environment, clock),
            new Sandboxes(new SandboxLadder(processes, State, environment), new OverlayLadder(processes, State, environment), new IsolationSettings(), new SandboxSettings()),
            State,
            environment,
            clock);
        var launcher = new NoLauncher();
        var index = new JobIndex(store, clock);
        ErrandConfiguration configuration = ConfigurationLoader.Load(environment);
        return new JobService(
            store,
            index,
            configuration,
            new JobPlanner(configuration, new RepositoryResolver(git), new PlayedModels()),
            new JobDecisions(store, new Acceptance(git, workspaces, clock), launcher, clock),
            new AbandonedJobs(store, launcher, clock),
            new PartReader(store, new WorkDiff(git, State)),
            new GarbageCollector(store, index, eviction, git, clock),
            launcher,
            clock);
    }

    private void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", Repository, .. arguments]);
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using Process git = Process.Start(start)!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    private sealed class NoLauncher : ISupervisorLauncher
    {
        public void Launch(JobId id)
        {
        }

        public bool IsRunning(JobId id) => false;
    }
}
