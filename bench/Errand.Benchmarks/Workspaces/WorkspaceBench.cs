using System.Diagnostics;
using System.Globalization;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;
using Errand.Processes;

namespace Errand.Benchmarks.Workspaces;

/// <summary>A repository of many small files, and the parts of the engine that make workspaces of it.</summary>
internal sealed class WorkspaceBench : IDisposable
{
    private const int IgnoredFiles = 20_000;

    private readonly string root;
    private readonly string repository;
    private readonly StateDirectory state;
    private readonly GitClient git;
    private readonly ProcessRunner processes = new(TimeProvider.System);
    private readonly OverlayWorkspace overlays;
    private readonly OverlayLadder ladder;
    private PreparedWorkspace? overlay;
    private RepositorySpec? spec;

    public WorkspaceBench(string directory, int files)
    {
        root = Path.Combine(directory, $"errand-bench-{Environment.ProcessId}");
        repository = Directory.CreateDirectory(Path.Combine(root, "repo")).FullName;
        var environment = new ErrandEnvironment
        {
            Variables = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! },
            HomeDirectory = Directory.CreateDirectory(Path.Combine(root, "home")).FullName,
            StateDirectory = Path.Combine(root, "state"),
            WorkingDirectory = repository,
            Executable = Environment.ProcessPath!,
        };
        state = new StateDirectory(environment.StateDirectory);
        state.Ensure();
        git = new GitClient(processes, environment);
        ladder = new OverlayLadder(processes, state, environment);
        var settings = new WorkspaceSettings();
        overlays = new OverlayWorkspace(git, new SnapshotStore(git, state, new SnapshotEviction(state, settings, TimeProvider.System), TimeProvider.System), settings, TimeProvider.System);
        Fill("src", files);
        Fill("node_modules", IgnoredFiles);
        File.WriteAllText(Path.Combine(repository, ".gitignore"), "node_modules/\n");
        Git("init", "-q", "-b", "main");
        Git("add", "-A");
        Git("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "commit", "-q", "-m", "base");
    }

    public string Root => root;

    public string Repository => repository;

    public string Worktree => Path.Combine(root, "worktree");

    public Task GitAsync(params string[] arguments) => Task.Run(() => Git(arguments));

    private void Git(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", ["-C", repository, .. arguments]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    /// <summary>Everything once, so that nothing is compiled while it is measured.</summary>
    public async Task WarmUpAsync()
    {
        spec = await new RepositoryResolver(git).ResolveAsync(repository, null, CancellationToken.None);
        await PrepareOverlayAsync();
        await EnterAsync("echo more >> src/d0/f0.txt");
        await CollectAsync(0);
        RemoveOverlay();
        await PrepareCheckoutAsync();
        RemoveCheckout();
    }

    public void ForgetSnapshots()
    {
        foreach (string snapshot in Directory.EnumerateDirectories(state.Snapshots))
            TreeMaterializer.Remove(snapshot);
    }

    /// <summary>A new job each time: its own git directory is made, too.</summary>
    public async Task PrepareOverlayAsync() => overlay = await overlays.PrepareAsync(new OverlayRequest(spec!, Place("j1"), ["src/d0/f0.txt"], []), CancellationToken.None);

    public void RemoveOverlay()
    {
        overlay?.Dispose();
        overlay = null;
        Remove("j1");
    }

    public async Task PrepareCheckoutAsync() => (await new CheckoutWorkspace(git, TimeProvider.System).PrepareAsync(spec!, Place("j2"), CancellationToken.None)).Dispose();

    public void RemoveCheckout() => Remove("j2");

    public async Task EnterAsync(string script)
    {
        OverlayFinding finding = await ladder.FindAsync(CancellationToken.None);
        ISandbox sandbox = finding.Sandbox ?? throw new InvalidOperationException(finding.Reason);
        string home = Directory.CreateDirectory(Path.Combine(root, "jobhome")).FullName;
        var box = new SandboxSpec { Home = home, Network = SandboxNetwork.None, Mounts = [BindMount.Writable(home), .. WorkspaceMounts.Of(overlay!, isWritable: true, places: null)] };
        var command = new ProcessCommand("/bin/sh", ["-ec", script]) { WorkingDirectory = overlay!.Shown, Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };
        await using SandboxedRun run = sandbox.Prepare(box, command);
        CapturedOutput output = await processes.CaptureAsync(run.Command, 4096, CancellationToken.None);
        if (output.Exit.ExitCode != 0)
            throw new InvalidOperationException(output.Error);
    }

    public async Task CollectAsync(int run)
    {
        var request = new CaptureRequest
        {
            Job = new JobId(1),
            Attempt = run + 1,
            Workspace = overlay!,
            PatchFile = Path.Combine(root, "patches", run.ToString(CultureInfo.InvariantCulture)),
            Message = "work",
        };
        CapturedWork work = await new WorkCollector(git, TimeProvider.System).CollectAsync(request, CancellationToken.None);
        if (work.Files.Count == 0)
            throw new InvalidOperationException("Nothing was captured.");
    }

    public void Dispose()
    {
        overlay?.Dispose();
        TreeMaterializer.Remove(root);
    }

    private WorkspacePlace Place(string name) => new()
    {
        Job = new JobId(1),
        Owner = new JobId(1),
        Root = Path.Combine(state.Jobs, name, "workspace"),
        RecordFile = Path.Combine(state.Jobs, name, "workspace.record"),
        GitDirectory = Path.Combine(state.Jobs, name, "git"),
    };

    private void Remove(string name)
    {
        CheckoutWorkspace.Remove(Place(name[..2]));
        TreeMaterializer.Remove(Path.Combine(state.Jobs, name, "git"));
    }

    private void Fill(string directory, int files)
    {
        for (int number = 0; number < files; number++)
        {
            string place = Path.Combine(repository, directory, $"d{number / 50}");
            if (number % 50 == 0)
                Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, $"f{number}.txt"), $"file {number}\nof {directory}\n");
        }
    }
}
