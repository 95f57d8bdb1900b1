using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Jobs;
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
using Errand.Jobs.Verification;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;
using Errand.Jobs.Workspaces.Leaks;
using Errand.Models;
using Errand.Processes;
using Errand.Trials;

namespace Errand;

/// <summary>Puts the engine together: the only place that names the concrete classes of its slices. Nothing is read or started here.</summary>
internal sealed class Composition
{
    private readonly TimeProvider clock;
    private readonly ErrandEnvironment environment;
    private readonly Lazy<ErrandConfiguration> configuration;

    public Composition(ErrandEnvironment environment, TimeProvider clock)
        : this(environment, clock, CreateLauncher(environment))
    {
    }

    public Composition(ErrandEnvironment environment, TimeProvider clock, ISupervisorLauncher launcher)
    {
        this.environment = environment;
        this.clock = clock;
        State = new StateDirectory(environment.StateDirectory);
        Store = new JobStore(State, clock);
        Processes = new ProcessRunner(clock);
        Git = new GitClient(Processes, environment);
        Launcher = launcher;
        configuration = new Lazy<ErrandConfiguration>(() => Load(environment));
        Models = new JobModels(environment, () => configuration.Value, clock);
    }

    public ErrandConfiguration Configuration => configuration.Value;

    /// <summary>git, for what the faces do with repositories of their own.</summary>
    public GitClient Git { get; }

    /// <summary>Runs programs that are no worker's.</summary>
    public ProcessRunner Processes { get; }

    /// <summary>Starts supervisors.</summary>
    public ISupervisorLauncher Launcher { get; }

    /// <summary>Where everything that lasts is kept.</summary>
    public StateDirectory State { get; }

    private JobModels Models { get; }
    private JobStore Store { get; }

    /// <summary>For a process that lives long and may start many jobs.</summary>
    public static StandbyLauncher CreateStandbyLauncher(ErrandEnvironment environment, TimeProvider clock) => new(CreateLauncher(environment), clock);

    /// <summary>Keeps the keys that this process was started with from the workers of its jobs.</summary>
    public void ForgetKeys()
    {
        try
        {
            KeyVariables.Forget(KeyVariables.Named(Configuration));
        }
        catch (ErrandException)
        {
            // Whoever needs the configuration will be told what is wrong with it.
            KeyVariables.Forget([]);
        }
    }

    /// <summary>Whether this process may hold keys of upstreams; a configuration that is refused names none that would be used.</summary>
    public bool HasUpstreams()
    {
        try
        {
            return Configuration.Gateway.ContainsKey("upstreams");
        }
        catch (ErrandException)
        {
            return false;
        }
    }

    /// <summary>What the faces use.</summary>
    /// <exception cref="ErrandException">The configuration is refused.</exception>
    public JobService CreateJobService()
    {
        var index = new JobIndex(Store, clock);
        return new JobService(
            Store,
            index,
            Configuration,
            new JobPlanner(Configuration, new RepositoryResolver(Git), Models),
            new JobDecisions(Store, CreateAcceptance(), Launcher, clock),
            new AbandonedJobs(Store, Launcher, clock),
            new PartReader(Store, new WorkDiff(Git, State)),
            new GarbageCollector(Store, index, CreateEviction(), Git, clock),
            Launcher,
            clock);
    }

    /// <summary>What <c>errand supervise</c> runs.</summary>
    public JobSupervisor CreateSupervisor()
    {
        LimitSettings limits = Configuration.Limits;
        WorkspacePreparer workspaces = CreateWorkspaces();
        var collector = new WorkCollector(Git, clock);
        var capture = new WorkCapture(collector, new UserEdits(Git, collector, clock), limits);
        var attempts = new AttemptRunner(
            workspaces,
            new SetupRunner(new CheckRunner(Processes, clock), new TreeMaterializer(Git), Git, CreateSandboxes(), Processes, State, environment, clock),
            new WorkerRunner(Processes, new WorkerDrivers(), new WorkerProber(Processes, new ProbeCache(State)), Models, CreateSandboxes(), environment, limits.Grace, clock),
            capture,
            new RepositoryWatch(new FingerprintTaker(Git), CreateSandboxes(), new CheckoutWriters(Store), clock),
            CreateJudge(),
            new WorkDrop(Git, clock),
            CreateAcceptance());
        return new JobSupervisor(
            Store, new SlotPool(State, limits.Slots, clock), attempts, new JobRecovery(Store, workspaces, capture, Models, clock), new AttemptBook(Models, clock), environment, clock);
    }

    /// <summary>The ways to hold a worker on this machine.</summary>
    public SandboxLadder CreateLadder() => new(Processes, State, environment);

    /// <summary>The ways to mount overlays for one.</summary>
    public OverlayLadder CreateOverlayLadder() => new(Processes, State, environment);

    /// <summary>What <c>errand sandbox</c> runs.</summary>
    /// <exception cref="ErrandException">The configuration is refused.</exception>
    public SandboxLook CreateSandboxLook() => new(CreateSandboxes(), Processes, environment);

    /// <summary>Makes a supervisor that waits for its job quick when it comes.</summary>
    public async Task WarmUpAsync()
    {
        try
        {
            CreateSupervisor();
        }
        catch (ErrandException)
        {
            // A refused configuration may be a correct one by then; if not, the job says so.
            return;
        }

        await new SupervisorWarmUp(Store, Git, clock).RunAsync(CancellationToken.None);
    }

    /// <summary>What <c>errand doctor</c> and <c>errand demo</c> ask worker programs with: what they say now, not what they said once.</summary>
    /// <param name="sandbox">What would hold the workers.</param>
    public WorkerProbe CreateProbe(SandboxKind sandbox) => new(new WorkerProber(Processes, cache: null), new WorkerDrivers(), sandbox, environment, clock);

    // The gateway's keys are read here too, so that what is wrong with them is told with all the rest and not when the first job needs them.
    private static ErrandConfiguration Load(ErrandEnvironment environment) =>
        ConfigurationLoader.Load(environment, null, (keys, place) => GatewayOptionsReader.Read(keys, place));

    private static LocalSupervisorLauncher CreateLauncher(ErrandEnvironment environment) => new(new StateDirectory(environment.StateDirectory), environment);

    private WorkspacePreparer CreateWorkspaces() => new(
        new CheckoutWorkspace(Git, clock), new OverlayWorkspace(Git, new SnapshotStore(Git, State, CreateEviction(), clock), Configuration.Workspace, clock), new InplaceWorkspace(Git, environment, clock), CreateSandboxes(), State, environment, clock);

    private SnapshotEviction CreateEviction() => new(State, Configuration.Workspace, clock);

    private Sandboxes CreateSandboxes() => new(CreateLadder(), CreateOverlayLadder(), Configuration.Isolation, Configuration.Sandbox);

    private WorkJudge CreateJudge()
    {
        var objects = new TreeObjects(Git);
        var series = new CheckSeries(new CheckRunner(Processes, clock), new CheckTrees(Git, new SnapshotStore(Git, State, CreateEviction(), clock), CreateSandboxes(), Processes, environment), new BaseCache(State, clock), Git, CreateSandboxes(), environment);
        var reviewer = new Reviewer(Processes, new WorkerDrivers(), new WorkerProber(Processes, new ProbeCache(State)), Models, CreateSandboxes(), environment, Configuration.Limits.Grace, clock);
        return new WorkJudge(series, new ProtectedSurface(objects), new SecondOpinion(reviewer, new TreeMaterializer(Git), clock));
    }

    private Acceptance CreateAcceptance() => new(Git, CreateWorkspaces(), clock);
}
