using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Git;
using Errand.Jobs.Parts;
using Errand.Jobs.Probing;
using Errand.Jobs.Retention;
using Errand.Jobs.Reviews;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Setups;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Tests.Workers;
using Errand.Jobs.Verification;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;
using Errand.Jobs.Workspaces.Leaks;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Jobs for real, with real git and real workers; only their supervisors run in the test's own process, so that a test can be in the middle of it.</summary>
internal sealed class JobEngine : ISupervisorLauncher, IAsyncDisposable
{
    private static readonly IsolationSettings Bare = new() { Minimum = IsolationRung.None, Maximum = IsolationRung.None };

    private readonly CancellationTokenSource shutdown = new();
    private readonly List<(JobId Id, Task Run)> supervisors = [];
    private readonly TimeProvider clock = TimeProvider.System;
    private readonly Dictionary<string, WorkerSpec> workers = [];
    private readonly Func<JobService> compose;
    private ErrandConfiguration configuration;
    private bool isDisposed;

    public JobEngine(params string[] roots)
        : this(sandbox: null, roots)
    {
    }

    /// <param name="sandbox">What workers must be held by; null = nothing holds them, since workers of most tests show what they do by files beside the workspace.</param>
    /// <param name="roots">Where jobs may work.</param>
    public JobEngine(SandboxSettings? sandbox, params string[] roots)
        : this(sandbox is null ? Bare : new IsolationSettings(), sandbox ?? new SandboxSettings(), roots)
    {
    }

    /// <param name="isolation">Which rungs are allowed; most tests look at the tree on the disk, so that a job that does not say has a checkout.</param>
    public JobEngine(IsolationSettings isolation)
        : this(isolation, new SandboxSettings(), [])
    {
    }

    private JobEngine(IsolationSettings isolation, SandboxSettings sandbox, string[] roots)
    {
        Repository.Write("a.txt", "1\n").Commit();
        State = new StateDirectory(Repository["state"]);
        Store = new JobStore(State, clock);
        State.Ensure();
        configuration = new ErrandConfiguration
        {
            Roots = roots,
            DefaultWorker = "sh",
            Isolation = isolation with { Workspace = IsolationKind.Checkout },
            Workers = workers,
            Repositories = Repositories,
        };
        Worker("true");
        GitClient git = Repository.Client;
        var processes = new ProcessRunner(clock);
        var eviction = new SnapshotEviction(State, configuration.Workspace, clock);
        var sandboxes = new Sandboxes(new SandboxLadder(processes, State, Repository.Environment), new OverlayLadder(processes, State, Repository.Environment), isolation, sandbox);
        Workspaces = new WorkspacePreparer(
            new CheckoutWorkspace(git, clock), new OverlayWorkspace(git, new SnapshotStore(git, State, eviction, clock), configuration.Workspace, clock), new InplaceWorkspace(git, Repository.Environment, clock), sandboxes, State, Repository.Environment, clock);
        var acceptance = new Acceptance(git, Workspaces, clock);
        Index = new JobIndex(Store, clock);
        Garbage = new GarbageCollector(Store, Index, eviction, git, clock);
        compose = () => new JobService(
            Store, Index, configuration, new JobPlanner(configuration, new RepositoryResolver(git), Models), new JobDecisions(Store, acceptance, this, clock),
            new AbandonedJobs(Store, this, clock), new PartReader(Store, new WorkDiff(git, State)), Garbage, this, clock);
        Service = compose();
        var collector = new WorkCollector(git, clock);
        var capture = new WorkCapture(collector, new UserEdits(git, collector, clock), configuration.Limits);
        var attempts = new AttemptRunner(
            Workspaces, new SetupRunner(new CheckRunner(processes, clock), new TreeMaterializer(git), git, sandboxes, processes, State, Repository.Environment, clock), new WorkerRunner(processes, new WorkerDrivers(), new WorkerProber(processes, cache: null), Models, sandboxes, Repository.Environment, TimeSpan.FromSeconds(1), clock), capture,
            new RepositoryWatch(new FingerprintTaker(git), sandboxes, new CheckoutWriters(Store), clock), new WorkJudge(
                new CheckSeries(new CheckRunner(processes, clock), new CheckTrees(git, new SnapshotStore(git, State, eviction, clock), sandboxes, processes, Repository.Environment), new BaseCache(State, clock), git, sandboxes, Repository.Environment), new ProtectedSurface(new TreeObjects(git)),
                new SecondOpinion(new Reviewer(processes, new WorkerDrivers(), new WorkerProber(processes, cache: null), Models, sandboxes, Repository.Environment, TimeSpan.FromSeconds(1), clock), new TreeMaterializer(git), clock)), new WorkDrop(git, clock), acceptance);
        Supervisor = new JobSupervisor(Store, new SlotPool(State, 4, clock), attempts, new JobRecovery(Store, Workspaces, capture, Models, clock), new AttemptBook(Models, clock), Repository.Environment, clock);
    }

    public TestRepository Repository { get; } = new();

    /// <summary>Knows the models <c>fast</c> and <c>metered</c>.</summary>
    public KnownModels Models { get; } = new("fast", "metered");

    public StateDirectory State { get; }
    public JobStore Store { get; }
    public JobIndex Index { get; }
    public JobService Service { get; private set; }
    public GarbageCollector Garbage { get; }
    public WorkspacePreparer Workspaces { get; }

    /// <summary>What is configured for repositories.</summary>
    public Dictionary<string, RepositorySettings> Repositories { get; } = [];

    private JobSupervisor Supervisor { get; }

    /// <summary>Whether supervisors are started; false = as if they died at once.</summary>
    public bool Launches { get; set; } = true;

    private string Script => Repository["worker.sh"];

    /// <summary>What the worker of all jobs does from now on: a shell script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="output">Whether it prints <c>text</c> or <c>jsonl</c>.</param>
    /// <param name="model">Its model; null = it says none.</param>
    public void Worker(string script, string output = "text", string? model = null)
    {
        File.WriteAllText(Script, $"set -eu\n{script}\n");
        workers["sh"] = new WorkerSpec { Name = "sh", Driver = "generic", Command = ["/bin/sh", Script], Output = output, Model = model };
    }

    /// <summary>Another worker that is configured.</summary>
    public void AddWorker(WorkerSpec worker) => workers[worker.Name] = worker;

    /// <summary>What the worker that gives second opinions does from now on: a shell script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="output">Whether it prints <c>text</c> or <c>jsonl</c>.</param>
    /// <param name="model">Its model; null = it says none.</param>
    public void Critic(string script, string output = "text", string? model = null)
    {
        string path = Repository["critic.sh"];
        File.WriteAllText(path, $"set -eu\n{script}\n");
        workers["critic"] = new WorkerSpec { Name = "critic", Driver = "generic", Command = ["/bin/sh", path], Output = output, Model = model };
        ReviewBy("critic");
    }

    /// <summary>Names the worker that gives second opinions.</summary>
    public void ReviewBy(string worker)
    {
        configuration = configuration with { Review = new ReviewSettings { Worker = worker } };
        Service = compose();
    }

    public JobPaths Paths(JobId id) => State.Job(id);

    public JobRequest Request(Func<JobRequest, JobRequest>? more = null)
    {
        var request = new JobRequest { Task = "Do it.", Cwd = Repository.Root };
        return more is null ? request : more(request);
    }

    public JobRequest Inplace(string? @continue = null) => Request(request => request with { Isolation = IsolationKind.Inplace, Continue = @continue });

    public async Task<JobId> StartAsync(JobRequest request) => (await Service.StartAsync(request, "test", CancellationToken.None)).Receipt.Id;

    public async Task<JobReceipt> RunAsync(JobRequest request) => await SettledAsync(await StartAsync(request));

    public async Task<JobReceipt> SettledAsync(JobId id)
    {
        JobReceipt receipt = (await Service.WaitAsync([id], all: true, TestTimeouts.Default, null, CancellationToken.None))[0];
        await Wait.ForAsync(() => !IsRunning(id), $"the supervisor of {id} is gone");
        return receipt;
    }

    /// <summary>A job whose supervisor died while its worker was at work; nobody has looked at it since.</summary>
    public async Task<JobId> LoseAsync(JobRequest request, ProcessIdentity? supervisor = null, ProcessIdentity? guard = null)
    {
        Launches = false;
        JobId id = await StartAsync(request);
        JobSpec spec = Store.ReadSpec(id);
        using (JournalWriter journal = JournalWriter.TryOpen(Paths(id), clock)!)
        {
            var job = new SupervisedJob(spec, Paths(id), State.Job(spec.WorkspaceOwner), journal);
            journal.Append(new SupervisorStarted(supervisor ?? ProcessIdentity.Current() with { StartTime = 1 }, RunMarker.NewToken(), guard));
            journal.Change(JobState.Preparing, "test", "test");
            using HeldWorkspace held = await Workspaces.PrepareAsync(job, CancellationToken.None);
            journal.Append(new AttemptStarted(1, "/bin/sh", "1", null));
            journal.Change(JobState.Running, "test", "test");
        }

        Launches = true;
        return id;
    }

    /// <summary>What a process that was started anew has: the files, and nothing in memory.</summary>
    public void Restart() => Service = compose();

    /// <summary>A supervisor takes a queued job and dies after so many steps: when it has taken it, in preparing, while its worker works.</summary>
    public async Task DieAsync(JobId id, int steps)
    {
        JobSpec spec = Store.ReadSpec(id);
        using JournalWriter journal = JournalWriter.TryOpen(Paths(id), clock)!;
        var job = new SupervisedJob(spec, Paths(id), State.Job(spec.WorkspaceOwner), journal);
        journal.Append(new SupervisorStarted(ProcessIdentity.Current() with { StartTime = 1 }, RunMarker.NewToken(), Guard: null));
        if (steps < 1)
            return;

        journal.Change(JobState.Preparing, "test", "test");
        if (steps < 2)
            return;

        using HeldWorkspace held = await Workspaces.PrepareAsync(job, CancellationToken.None);
        if (journal.History.IsToBeJudged)
        {
            journal.Change(JobState.Verifying, "test", "test");
            return;
        }

        journal.Append(new AttemptStarted(journal.History.Attempt + 1, "/bin/sh", "1", null));
        journal.Change(JobState.Running, "test", "test");
        File.WriteAllText(Path.Combine(held.Workspace.Root, "src", $"lost-{journal.History.Attempt}.txt"), "lost\n");
    }

    public void Launch(JobId id)
    {
        if (!Launches)
            return;
        lock (supervisors)
            supervisors.Add((id, Task.Run(() => Supervisor.RunAsync(id, shutdown.Token))));
        DurableFile.Write(Paths(id).Launch, JsonSerializer.SerializeToUtf8Bytes(ProcessIdentity.Current(), JournalJson.Default.ProcessIdentity));
    }

    public bool IsRunning(JobId id)
    {
        lock (supervisors)
            return supervisors.Any(supervisor => supervisor.Id == id && !supervisor.Run.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;

        isDisposed = true;
        await shutdown.CancelAsync();
        await Task.WhenAll(supervisors.Select(supervisor => supervisor.Run));
        shutdown.Dispose();
        Repository.Dispose();
    }
}
