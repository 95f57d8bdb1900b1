using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Errand.Core;
using Errand.Jobs.Sandbox.Network;
using Errand.Processes;
using Errand.Processes.Confinement;
using Errand.Processes.Entry;

namespace Errand.Jobs.Sandbox.Landlock;

/// <summary>
/// Holds programs where no namespaces can be made: the entry program restricts itself by Landlock and the filter of system calls, and becomes the program. Files that are
/// not listed cannot be opened, ports that are not listed cannot be connected to, and only streams can be made. It has the machine's processes, names and loopback.
/// <code>
/// descriptors: 3 control channel, 4 ruleset, 5 entry program
/// </code>
/// </summary>
internal sealed class LandlockSandbox : ISandbox
{
    /// <summary>What a reader of a receipt should know: a sentence.</summary>
    public static string Weakness { get; } =
        "The worker was held by Landlock only: it could see which files and processes there are, change modes and times of your files, and reach sockets in the file system and listed ports of any host."
        + (LandlockRuleset.HasScopes ? "" : " This kernel's Landlock is older than version 6, so it could also send signals to your processes and reach abstract sockets.");

    /// <summary>Where every .NET program, builds among them, keeps locks by name, wherever TMPDIR is. The runtime makes it for all users, and so must whoever is first.</summary>
    private const string NamedLocks = "/tmp/.dotnet";

    private const UnixFileMode OfAll = (UnixFileMode)0x3FF;

    private static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty"];

    /// <summary>Beside the parts that a sandbox with a root of its own shows, some of which it writes itself.</summary>
    private static readonly string[] Readable = ["/etc/passwd", "/etc/group", "/etc/hosts", "/proc", "/dev/random", "/dev/urandom"];

    public SandboxKind Kind => SandboxKind.Landlock;

    public SandboxedRun Prepare(SandboxSpec spec, ProcessCommand command)
    {
        Endpoint[] endpoints = spec.Network == SandboxNetwork.Gateway ? [.. spec.Endpoints] : [];
        Endpoint[] hosts = [.. endpoints.Where(endpoint => !endpoint.IsLoopback)];
        List<int> ports = [.. endpoints.Where(endpoint => endpoint.IsLoopback).Select(endpoint => endpoint.Port).Distinct(), .. OwnPorts(command)];
        int[] listening = [];
        if (hosts.Length > 0)
        {
            listening = [FreePort()];
            ports.Add(listening[0]);
            command = command with { Environment = ProxyVariables.Add(command.Environment, listening[0]) };
        }

        if (!Path.Exists(NamedLocks))
        {
            Directory.CreateDirectory(NamedLocks);
            File.SetUnixFileMode(NamedLocks, OfAll);
        }

        var rules = new LandlockRules
        {
            Readable = [.. Binds(spec, isWritable: false), .. Readable, .. SharedSettings.Readable],
            Writable = [.. Binds(spec, isWritable: true), .. Devices, NamedLocks],
            Ports = spec.Network == SandboxNetwork.Open ? null : ports,
        };
        var plan = new EntryPlan
        {
            Limits = spec.Limits.Entry,
            Ports = listening,
            HasRuleset = true,
            Capabilities = Account.Current.IsMapped ? LastCapability() + 1 : 0,
            Filter = SystemCallFilter.Build(onlyStreams: spec.Network != SandboxNetwork.Open),
        };
        var channel = new ControlChannel();
        SafeHandle[] handles = [LandlockRuleset.Create(rules), MemoryFile.Create("errand-entry", EntryProgram.Build(plan))];
        // Git takes a system configuration that it may not read for an error.
        var environment = new Dictionary<string, string>(command.Environment);
        environment.TryAdd("GIT_CONFIG_NOSYSTEM", "1");
        ProcessCommand held = command with
        {
            Environment = environment,
            FileName = "/proc/self/fd/5",
            Arguments = [command.FileName, .. command.Arguments],
            Inherited = [channel.Theirs, .. handles],
        };
        return new SandboxedRun(held, channel, handles) { Hosts = hosts };
    }

    /// <summary>Rules are of the machine's own paths: nothing can be shown at another.</summary>
    private static IEnumerable<string> Binds(SandboxSpec spec, bool isWritable)
    {
        IEnumerable<SandboxMount> mounts = SystemMounts.All().Concat(spec.Network == SandboxNetwork.Open ? SystemMounts.NameService() : []).Concat(spec.Mounts);
        foreach (SandboxMount mount in mounts)
        {
            if (mount is OverlayMount || mount is BindMount { Source: var source, Target: var target } && source != target)
                throw new NotSupportedException($"Landlock shows nothing at another place: {mount}.");
            if (mount is BindMount bind && bind.IsWritable == isWritable)
                yield return bind.Source;
        }
    }

    /// <summary>The ports of the job's own servers.</summary>
    private static IEnumerable<int> OwnPorts(ProcessCommand command) =>
        command.Environment.TryGetValue(PortBlock.Variable, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            ? Enumerable.Range(first, PortBlock.Size)
            : [];

    /// <summary>One that nobody listens to now; whoever takes it before the entry program does keeps the worker from starting, and no more.</summary>
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static int LastCapability() => int.Parse(File.ReadAllText("/proc/sys/kernel/cap_last_cap"), CultureInfo.InvariantCulture);
}
