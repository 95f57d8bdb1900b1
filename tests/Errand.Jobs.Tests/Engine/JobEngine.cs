using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Git;
using Errand.Jobs.Parts;
using Errand.Jobs.Probing;
using Errand.Jobs.Retention;
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
    private readonly CancellationTokenSource shutdown = new();
    private readonly List<(JobId Id, Task Run)> supervisors = [];
    private readonly TimeProvider clock = TimeProvider.System;
    private readonly Dictionary<string, WorkerSpec> workers = [];
    private bool isDisposed;

    public JobEngine(params string[] roots)
    {
        Repository.Write("a.txt", "1\n").Commit();
        State = new StateDirectory(Repository["state"]);
        Store = new JobStore(State, clock);
        State.Ensure();
        var configuration = new ErrandConfiguration
        {
            Roots = roots,
            DefaultWorker = "sh",
            Workers = workers,
        };
        Worker("true");
        GitClient git = Repository.Client;
        Workspaces = new WorkspacePreparer(new CheckoutWorkspace(git, clock), new InplaceWorkspace(git, Repository.Environment, clock), State, clock);
        var acceptance = new Acceptance(git, Workspaces, clock);
        Index = new JobIndex(Store, clock);
        Garbage = new GarbageCollector(Store, Index, git, clock);
        Service = new JobService(
            Store, Index, configuration, new RepositoryResolver(git), new JobDecisions(Store, acceptance, this, clock),
            new AbandonedJobs(Store, this, clock), new PartReader(Store, new WorkDiff(git, State)), Garbage, this, Models, clock);
        var processes = new ProcessRunner(clock);
        var collector = new WorkCollector(git, clock);
        var capture = new WorkCapture(collector, new UserEdits(git, collector, clock), configuration.Limits);
        var attempts = new AttemptRunner(
            Workspaces, new WorkerRunner(processes, new WorkerDrivers(), new WorkerProber(processes, cache: null), Models, Repository.Environment, TimeSpan.FromSeconds(1), clock), capture,
            new RepositoryWatch(new FingerprintTaker(git)), new WorkJudge(new CheckRunner(processes, clock), new TreeMaterializer(git), Repository.Environment), acceptance);
        Supervisor = new JobSupervisor(Store, new SlotPool(State, 4, clock), attempts, new JobRecovery(Store, Workspaces, capture, Models, clock), new AttemptBook(Models, clock), clock);
    }

    public TestRepository Repository { get; } = new();
    public StateDirectory State { get; }
    public JobStore Store { get; }
    public JobIndex Index { get; }
    public JobService Service { get; }
    public GarbageCollector Garbage { get; }
    public WorkspacePreparer Workspaces { get; }
    public KnownModels Models { get; } = new("metered");
    private JobSupervisor Supervisor { get; }

    /// <summary>Whether supervisors are started; false = as if they died at once.</summary>
    public bool Launches { get; set; } = true;

    private string Script => Repository["worker.sh"];

    /// <summary>What the worker of all jobs does from now on: a shell script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="output">Whether it prints <c>text</c> or <c>jsonl</c>.</param>
    /// <param name="model">The model that it names; <c>metered</c> is one of the gateway's.</param>
    public void Worker(string script, string output = "text", string? model = null)
    {
        File.WriteAllText(Script, $"set -eu\n{script}\n");
        workers["sh"] = new WorkerSpec { Name = "sh", Driver = "generic", Command = ["/bin/sh", Script], Output = output, Model = model };
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
