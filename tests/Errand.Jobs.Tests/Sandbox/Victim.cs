using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>A machine that is worth attacking: a checkout, a home with a key, other jobs, sockets that listen. And jobs' directories in the middle of it.</summary>
internal sealed class Victim : IAsyncDisposable
{
    private const string Marker = "ERRAND_RUN";

    private static readonly ProcessRunner Runner = new(TimeProvider.System);

    private readonly TestRepository repository = new();
    private readonly List<Socket> listeners = [];
    private readonly Dictionary<string, string> variables;
    private PreparedWorkspace? overlay;
    private int runs;

    public Victim()
    {
        repository.Write("a.txt", "1\n").Write("src/deep/b.txt", "2\n").Write("run.sh", "true\n").Write(".gitignore", "node_modules/\n").Commit();
        repository.Write("private.txt", "mine\n").Write("node_modules/left/index.js", "left\n");
        Write(Path.Combine(repository.Home, ".ssh/id"), "a key");
        Write(Path.Combine(State, "config.json"), "{}");
        Write(Path.Combine(State, "jobs/j9/receipt.json"), "{}");
        Write(repository["marker"], "");
        string abstractName = "errand-" + Guid.NewGuid().ToString("N");
        variables = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            ["VICTIM"] = repository.Root,
            ["USERHOME"] = repository.Home,
            ["STATE"] = State,
            ["HOSTPID"] = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["HOSTPORT"] = ((IPEndPoint)Listen(new IPEndPoint(IPAddress.Loopback, 0)).LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture),
            ["HOSTSOCKET"] = repository["socket"],
            ["HOSTABSTRACT"] = abstractName,
        };
        Listen(new UnixDomainSocketEndPoint(repository["socket"]));
        Listen(new UnixDomainSocketEndPoint("\0" + abstractName));
    }

    public string State => repository["state"];

    public ErrandEnvironment Environment => repository.Environment;

    /// <summary>The workspace as it was made, to begin anew with for every run: making it takes longer than all else.</summary>
    private string Untouched => repository["untouched"];

    /// <summary>Runs a script as a worker in a directory of its own.</summary>
    /// <param name="script">The script.</param>
    /// <param name="sandbox">What holds it; null = nothing does.</param>
    public Task<VictimRun> RunAsync(string script, ISandbox? sandbox)
    {
        string workspace = Directory.CreateDirectory(Path.Combine(State, $"workspace{++runs}")).FullName;
        return RunAsync(script, sandbox, workspace, [BindMount.ReadOnly(Path.Combine(repository.GitDirectory, "objects")), BindMount.Writable(workspace)]);
    }

    /// <summary>Runs a script in the user's checkout, and nothing holds it.</summary>
    public Task<VictimRun> RunInCheckoutAsync(string script) => RunAsync(script, sandbox: null, repository.Root, []);

    /// <summary>Runs a script as the worker of a job with an overlay of the checkout; whatever the worker leaves in it must be such that it can be removed.</summary>
    public async Task<VictimRun> RunInOverlayAsync(string script, ISandbox sandbox)
    {
        overlay ??= await PrepareOverlayAsync();
        WorkspacePlace place = repository.Place();
        repository.ShellIn(State, $"cp -a '{Untouched}' '{place.Root}'");
        runs++;
        VictimRun run = await RunAsync(script, sandbox, overlay.Shown, [.. WorkspaceMounts.Of(overlay, isWritable: true, places: null)]);
        TreeMaterializer.Remove(place.Root);
        Assert.False(Directory.Exists(place.Root));
        return run;
    }

    public ValueTask DisposeAsync()
    {
        overlay?.Dispose();
        foreach (Socket listener in listeners)
            listener.Dispose();
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<PreparedWorkspace> PrepareOverlayAsync()
    {
        var state = new StateDirectory(State);
        state.Ensure();
        var settings = new WorkspaceSettings();
        var snapshots = new SnapshotStore(repository.Client, state, new SnapshotEviction(state, settings, TimeProvider.System), TimeProvider.System);
        var overlays = new OverlayWorkspace(repository.Client, snapshots, settings, TimeProvider.System);
        PreparedWorkspace prepared = await overlays.PrepareAsync(new OverlayRequest(await repository.ResolveAsync(), repository.Place(), [], []), CancellationToken.None);
        repository.ShellIn(State, $"mv '{repository.Place().Root}' '{Untouched}'");
        return prepared;
    }

    private async Task<VictimRun> RunAsync(string script, ISandbox? sandbox, string workspace, IReadOnlyList<SandboxMount> mounts)
    {
        string home = Directory.CreateDirectory(Path.Combine(State, $"jobhome{runs}")).FullName;
        string token = Guid.NewGuid().ToString("N");
        var command = new ProcessCommand("/bin/sh", ["-c", $"exec 2>&1; {script}"])
        {
            WorkingDirectory = workspace,
            Environment = new Dictionary<string, string>(variables) { ["HOME"] = home, [Marker] = token },
            MarkerVariable = Marker,
        };
        var spec = new SandboxSpec { Home = home, Network = SandboxNetwork.Gateway, Mounts = [BindMount.Writable(home), .. mounts] };
        string before = Fingerprint();
        await using SandboxedRun run = sandbox is null ? SandboxedRun.Bare(command) : sandbox.Prepare(spec, command);
        CapturedOutput captured = await Runner.CaptureAsync(run.Command, 1 << 16, CancellationToken.None);
        return new VictimRun(captured.Exit.ExitCode, Encoding.UTF8.GetString(captured.Output.Span) + captured.Error, before, Fingerprint(), new ProcessMarker(Marker, token).Find());
    }

    /// <summary>Everything that a worker must leave alone, as text: the user's files, other jobs' and the snapshots that all jobs share.</summary>
    private string Fingerprint() => string.Join(
        '\n',
        new[] { repository.Root, repository["marker"], repository.Home, Path.Combine(State, "jobs"), Path.Combine(State, "config.json"), Path.Combine(State, "snapshots") }
            .Where(Path.Exists)
            .SelectMany(root => Directory.Exists(root) ? Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Append(root) : [root])
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {File.GetUnixFileMode(path)} {File.GetLastWriteTimeUtc(path).Ticks} {(Directory.Exists(path) ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))))}"));

    private Socket Listen(EndPoint where)
    {
        var listener = new Socket(where.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(where);
        listener.Listen();
        listeners.Add(listener);
        return listener;
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
