using System.Globalization;
using System.Runtime.InteropServices;
using Errand.Core;
using Errand.Jobs.Sandbox.Network;
using Errand.Processes;
using Errand.Processes.Confinement;
using Errand.Processes.Entry;

namespace Errand.Jobs.Sandbox.Bubblewrap;

/// <summary>
/// Holds programs by bubblewrap: user, pid, net, ipc, uts and cgroup namespaces, no capabilities, no further namespaces, a file system of listed parts.
/// <code>
/// supervisor --> bwrap --> bwrap (pid 1 inside) --> entry program = the program
/// descriptors: 3 control channel, 4 entry program, 5 arguments, 6 filter, 7 and on contents of files, mount program if there is one
/// </code>
/// Where bubblewrap cannot mount overlays, the mount program is started in its place and becomes it.
/// </summary>
/// <param name="program">Absolute path of bubblewrap.</param>
/// <param name="overlays">Who mounts overlays.</param>
internal sealed class BubblewrapSandbox(string program, OverlayWay overlays = OverlayWay.None) : ISandbox
{
    private const int FirstInherited = 3;
    private const int ArgumentsDescriptor = 5;
    private const int FilterDescriptor = 6;
    private const int FirstContent = 7;

    /// <summary>Bubblewrap and its copy that is the first process inside.</summary>
    private const int Wrappers = 2;

    public SandboxKind Kind => SandboxKind.Bubblewrap;

    /// <summary>The program that builds it.</summary>
    public string Program => program;

    public SandboxedRun Prepare(SandboxSpec spec, ProcessCommand command)
    {
        OverlayMount[] outer = overlays == OverlayWay.Own ? [] : [.. spec.Mounts.OfType<OverlayMount>().Where(overlay => !overlay.IsPart)];
        if (outer.Length > 0 && overlays == OverlayWay.None)
            throw new NotSupportedException("This sandbox mounts no overlays.");
        if (outer.Length > 0)
            spec = spec with { Mounts = [.. spec.Mounts.Select(mount => mount is OverlayMount overlay ? new BindMount(overlay.Upper, overlay.Target, overlay.IsWritable) : mount)] };
        Endpoint[] endpoints = spec.Network == SandboxNetwork.Gateway ? [.. spec.Endpoints] : [];
        int[] ports = [.. endpoints.Where(endpoint => endpoint.IsLoopback).Select(endpoint => endpoint.Port).Distinct()];
        Endpoint[] hosts = [.. endpoints.Where(endpoint => !endpoint.IsLoopback)];
        int[] listening = ports;
        if (hosts.Length > 0)
        {
            int proxy = ProxyVariables.PortBeside(ports);
            listening = [.. ports, proxy];
            command = command with { Environment = ProxyVariables.Add(command.Environment, proxy) };
        }

        BubblewrapArguments arguments = BubblewrapArguments.Of(spec, command, Account.Current, FilterDescriptor, FirstContent);
        var handles = new List<SafeHandle>();
        var channel = new ControlChannel();
        handles.Add(MemoryFile.Create("errand-entry", EntryProgram.Build(new EntryPlan { Limits = spec.Limits.Entry, Ports = listening })));
        handles.Add(MemoryFile.Create("errand-arguments", arguments.Bytes));
        handles.Add(MemoryFile.Create("errand-filter", SystemCallFilter.Build()));
        handles.AddRange(arguments.Contents.Select(content => MemoryFile.Create("errand-file", content)));

        // Its first process keeps this environment, and the program inside can read it there: nothing but the marker, which the program has too.
        var environment = new Dictionary<string, string>();
        if (command.MarkerVariable is { } marker)
            environment[marker] = command.Environment[marker];
        var wrapped = command with
        {
            FileName = program,
            Arguments = ["--args", ArgumentsDescriptor.ToString(CultureInfo.InvariantCulture), "/proc/self/fd/4", command.FileName, .. command.Arguments],
            WorkingDirectory = "/",
            Environment = environment,
            Inherited = [channel.Theirs, .. handles],
            Wrappers = Wrappers,
        };
        return new SandboxedRun(outer.Length == 0 ? wrapped : MountFirst(wrapped, outer, handles), channel, handles) { Ports = ports, Hosts = hosts };
    }

    /// <summary>An overlay covers its own upper directory, which nobody else needs by its path, so that bubblewrap finds it there.</summary>
    private static ProcessCommand MountFirst(ProcessCommand wrapped, IReadOnlyList<OverlayMount> overlays, List<SafeHandle> handles)
    {
        int descriptor = FirstInherited + wrapped.Inherited.Count;
        OverlayLayers[] layers = [.. overlays.Select(overlay => new OverlayLayers(overlay.Upper, overlay.Lowers, overlay.Upper, overlay.Work))];
        SafeHandle file = MemoryFile.Create("errand-mounts", MountProgram.Build(Account.Current.OutsideUser, Account.Current.OutsideGroup, layers, descriptor));
        handles.Add(file);
        return wrapped with
        {
            FileName = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"),
            Arguments = [wrapped.FileName, .. wrapped.Arguments],
            Inherited = [.. wrapped.Inherited, file],
        };
    }
}
