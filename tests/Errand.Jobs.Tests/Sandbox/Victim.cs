using System.Net;
using System.Net.Sockets;
using System.Text;
using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Tests.Git;
using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>A machine that is worth attacking: a checkout, a home with a key, other jobs, sockets that listen. And a job's directory in the middle of it.</summary>
internal sealed class Victim : IAsyncDisposable
{
    private static readonly ProcessRunner Runner = new(TimeProvider.System);

    private readonly TestRepository repository = new();
    private readonly List<Socket> listeners = [];
    private readonly string workspace;
    private readonly string home;
    private readonly Dictionary<string, string> variables;

    public Victim()
    {
        repository.Write("a.txt", "1\n").Commit();
        Write(Path.Combine(repository.Home, ".ssh/id"), "a key");
        Write(Path.Combine(repository.Environment.StateDirectory, "config.json"), "{}");
        Write(Path.Combine(repository.Environment.StateDirectory, "jobs/j9/receipt.json"), "{}");
        Write(repository["marker"], "");
        workspace = Directory.CreateDirectory(Path.Combine(repository["state"], "workspace")).FullName;
        home = Directory.CreateDirectory(Path.Combine(repository["state"], "jobhome")).FullName;
        string abstractName = "errand-" + Guid.NewGuid().ToString("N");
        variables = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            ["HOME"] = home,
            ["VICTIM"] = repository.Root,
            ["USERHOME"] = repository.Home,
            ["STATE"] = repository.Environment.StateDirectory,
            ["HOSTPID"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["HOSTPORT"] = ((IPEndPoint)Listen(new IPEndPoint(IPAddress.Loopback, 0)).LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["HOSTSOCKET"] = repository["socket"],
            ["HOSTABSTRACT"] = abstractName,
            ["ERRAND_RUN"] = Guid.NewGuid().ToString("N"),
        };
        Listen(new UnixDomainSocketEndPoint(repository["socket"]));
        Listen(new UnixDomainSocketEndPoint("\0" + abstractName));
    }

    /// <summary>The rung; null = there is none here, and the reason.</summary>
    public static async Task<(ISandbox? Sandbox, string Reason)> FindAsync()
    {
        using var place = new TestRepository();
        IReadOnlyList<RungFinding> rungs = await new SandboxLadder(Runner, new StateDirectory(place["state"]), place.Environment).ExamineAsync(CancellationToken.None);
        return (rungs[0].Sandbox, rungs[0].Reason);
    }

    /// <summary>Landlock; null = it does not work here, and the reason.</summary>
    public static async Task<(ISandbox? Sandbox, string Reason)> FindLandlockAsync()
    {
        using var place = new TestRepository();
        IReadOnlyList<RungFinding> rungs = await new SandboxLadder(Runner, new StateDirectory(place["state"]), place.Environment).ClimbDownAsync(SandboxKind.Landlock, CancellationToken.None);
        return rungs[0].Kind == SandboxKind.Landlock ? (rungs[0].Sandbox, rungs[0].Reason) : (null, "it was not tried");
    }

    /// <summary>Runs a script as a worker; null = nothing holds it.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string script, ISandbox? sandbox)
    {
        var command = new ProcessCommand("/bin/sh", ["-c", $"exec 2>&1; {script}"]) { WorkingDirectory = workspace, Environment = variables, MarkerVariable = "ERRAND_RUN" };
        var spec = new SandboxSpec
        {
            Home = home,
            Network = SandboxNetwork.Gateway,
            Mounts = [BindMount.Writable(home), BindMount.ReadOnly(Path.Combine(repository.GitDirectory, "objects")), BindMount.Writable(workspace)],
        };
        await using SandboxedRun run = sandbox is null ? SandboxedRun.Bare(command) : sandbox.Prepare(spec, command);
        CapturedOutput captured = await Runner.CaptureAsync(run.Command, 1 << 16, CancellationToken.None);
        return (captured.Exit.ExitCode, Encoding.UTF8.GetString(captured.Output.Span) + captured.Error);
    }

    /// <summary>Everything that a worker must leave alone, as text.</summary>
    public string Fingerprint() => string.Join(
        '\n',
        new[] { repository.Root, repository.Home, Path.Combine(repository["state"], "jobs"), repository["state/config.json"] }
            .SelectMany(root => Directory.Exists(root) ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories) : [root])
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file} {File.GetUnixFileMode(file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"));

    /// <summary>Processes of the worker that are still there.</summary>
    public IReadOnlyList<ProcessIdentity> Left() => new ProcessMarker("ERRAND_RUN", variables["ERRAND_RUN"]).Find();

    public ValueTask DisposeAsync()
    {
        foreach (Socket listener in listeners)
            listener.Dispose();
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

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
