using System.Net.Sockets;
using System.Runtime.InteropServices;
using Errand.Jobs.Sandbox.Network;
using Errand.Processes;
using Errand.Processes.Entry;

namespace Errand.Jobs.Sandbox;

/// <summary>A command in its sandbox, with what is needed for as long as it runs.</summary>
public sealed class SandboxedRun : IAsyncDisposable
{
    private readonly ControlChannel? channel;
    private readonly IReadOnlyList<SafeHandle> handles;
    private readonly CancellationTokenSource end = new();
    private Task<bool> entering = Task.FromResult(true);
    private PortForwarder? forwarder;

    internal SandboxedRun(ProcessCommand command, ControlChannel? channel, IReadOnlyList<SafeHandle> handles)
    {
        Command = command;
        this.channel = channel;
        this.handles = handles;
    }

    /// <summary>Ports of the machine's loopback, one for each of the first sockets that listen inside.</summary>
    internal IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Where the proxy leads to, which listens behind them.</summary>
    internal IReadOnlyList<Endpoint> Hosts { get; init; } = [];

    /// <summary>What is to be started.</summary>
    public ProcessCommand Command { get; }

    /// <summary>A command that nothing holds.</summary>
    public static SandboxedRun Bare(ProcessCommand command) => new(command, null, []);

    /// <summary>Whether the program got so far as to be run in the sandbox. Asked once everything has ended.</summary>
    public Task<bool> WasEntered => entering;

    /// <summary>Serves the sandbox from the moment at which its process exists.</summary>
    public void Begin()
    {
        if (channel is null)
            return;
        channel.CloseTheirs();
        entering = EnterAsync(channel);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await ((Task)entering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (forwarder is not null)
            await forwarder.DisposeAsync();
        channel?.Dispose();
        foreach (SafeHandle handle in handles)
            handle.Dispose();
        end.Dispose();
    }

    private async Task<bool> EnterAsync(ControlChannel opened)
    {
        IReadOnlyList<Socket>? listeners = await opened.WaitAsync(end.Token);
        if (listeners is null)
            return false;
        forwarder = new PortForwarder(listeners, Ports, Hosts);
        return true;
    }
}
