using System.Net;
using Errand.Core;
using Errand.Gateway;
using Errand.Gateway.Configuration;
using Errand.Gateway.Ledger;
using Errand.Gateway.Server;
using Errand.Jobs.Store;
using Errand.Models;
using Errand.Processes;
using Errand.Terminals;

namespace Errand.Gateways;

/// <summary>A gateway of its own, for any client: serves until it is interrupted.</summary>
internal sealed class GatewayRun(StateDirectory state, ErrandEnvironment environment, Terminal terminal, TimeProvider clock)
{
    private const string OnlyClient = "me";

    /// <param name="settings">The configuration.</param>
    /// <param name="address">Where to listen.</param>
    /// <param name="recordDirectory">Where to keep requests; null = nowhere.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ExitCode> ServeAsync(GatewaySettings settings, GatewayAddress address, string? recordDirectory, CancellationToken cancellationToken)
    {
        settings.RequireModels();
        ModelGateway.RequireAllowed(address, settings.Options.Serving);
        if (OperatingSystem.IsLinux())
            Concealment.Enable();
        KeyVariables.Forget(settings.Options.Upstreams.Values.Select(upstream => upstream.KeyEnv).OfType<string>());
        GatewaySecrets secrets = GatewaySecrets.Read(settings.Options, settings.File, environment.Variables.GetValueOrDefault);
        foreach (string warning in secrets.Warnings)
            terminal.Error.WriteLine($"errand: {warning}");
        state.Ensure();
        await using UsageLedger ledger = LedgerOpening.Open(environment, settings.Options, clock);
        IReadOnlyList<GatewayClient> clients = ClientsOf(settings.Options, secrets, ledger);
        var setup = new GatewaySetup
        {
            Options = settings.Options,
            Secrets = secrets,
            Clients = clients,
            Address = address,
            HoldDirectory = state.Run,
            RecordDirectory = recordDirectory,
            Clock = clock,
            Logger = new TerminalLog(terminal.Error, clock),
        };
        await using ModelGateway gateway = await ModelGateway.StartAsync(setup, cancellationToken);
        string models = string.Join(", ", settings.Options.Models.Keys);
        string who = string.Join(", ", clients.Select(client => client.Name));
        terminal.Out.WriteLine($"errand gateway on {UrlOf(address, gateway.Port)} (models: {models}; clients: {who})");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // How every gateway ends.
        }

        return ExitCode.Done;
    }

    /// <summary>Where a stand-alone gateway listens: the words of the command line win over the file.</summary>
    public static GatewayAddress AddressOf(ServingOptions serving, int? port, string? socket) =>
        socket is not null ? GatewayAddress.Socket(socket)
        : GatewayAddress.Of(serving.Listen == "localhost" ? IPAddress.Loopback : IPAddress.Parse(serving.Listen), port ?? serving.Port);

    public static string UrlOf(GatewayAddress address, int port) => address switch
    {
        { SocketPath: { } path } => $"unix:{path}",
        { Address: { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ip } => $"http://[{ip}]:{port}",
        _ => $"http://{address.Address}:{port}",
    };

    private List<GatewayClient> ClientsOf(GatewayOptions options, GatewaySecrets secrets, UsageLedger ledger)
    {
        if (options.Serving.Clients.Count > 0)
            return [.. options.Serving.Clients.Select(client => new GatewayClient(client.Name, secrets.Tokens[client.Name], MeterOf(client.Name, client.Budget)))];

        string token = ClientToken.ReadOrMake(environment.StateDirectory);
        terminal.Error.WriteLine($"errand: no `gateway.clients` are configured; the token is in '{ClientToken.PathIn(environment.StateDirectory)}'.");
        return [new GatewayClient(OnlyClient, token, MeterOf(OnlyClient, null))];

        ICallMeter MeterOf(string name, BudgetOptions? budget) => ledger.OpenClient(name, BudgetSettings.BudgetOf(budget ?? options.Budgets.Client));
    }
}
