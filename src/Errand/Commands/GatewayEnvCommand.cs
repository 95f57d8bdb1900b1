using System.CommandLine;
using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Gateways;
using Errand.Jobs.Requests;

namespace Errand.Commands;

/// <summary><c>errand gateway env</c>: what to type so that a client uses the gateway.</summary>
internal sealed class GatewayEnvCommand : ErrandCommand
{
    private const string Claude = "claude";
    private const string Codex = "codex";

    private readonly Argument<string> client = new("CLIENT") { Description = "claude or codex." };
    private readonly Option<string?> port = Words.Value("--port", "N", "The gateway's port, if not that of the configuration.");
    private readonly Option<string?> config = GatewayCommand.ConfigurationFile();
    private readonly Option<string?> outerPort;
    private readonly Option<string?> outerConfig;

    /// <param name="context">What it works with.</param>
    /// <param name="outerPort">The same option in front of the verb.</param>
    /// <param name="outerConfig">The same option in front of the verb.</param>
    public GatewayEnvCommand(CommandContext context, Option<string?> outerPort, Option<string?> outerConfig) : base(
        context,
        "env",
        "Print the lines that make a shell's Claude Code or Codex use the gateway.",
        "eval \"$(errand gateway env claude)\"; claude",
        "errand gateway env codex")
    {
        this.outerPort = outerPort;
        this.outerConfig = outerConfig;
        Add(client);
        Add(port);
        Add(config);
    }

    protected override Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        string name = line.GetValue(client)!;
        if (name is not (Claude or Codex))
            throw RequestValidator.Refused("client", name, "it is claude or codex", Nearest.Of(name, [Claude, Codex]) ?? Claude);

        GatewaySettings settings = GatewaySettings.Load(Context.Environment, line.GetValue(config) ?? line.GetValue(outerConfig));
        settings.RequireModels();
        ServingOptions serving = settings.Options.Serving;
        int number = GatewayCommand.Port(line.GetValue(port) ?? line.GetValue(outerPort)) ?? serving.Port;
        if (number == 0)
            throw new ErrandException(ErrorCatalog.InvalidArgument, "The port is 0, any free one. Give the one that the running gateway told, with --port.");

        string url = GatewayRun.UrlOf(GatewayRun.AddressOf(serving, number, null), number);
        string tokenFile = serving.Clients.Count > 0 ? serving.Clients[0].TokenFile : ClientToken.PathIn(Context.Environment.StateDirectory);
        foreach (string text in name == Claude ? ClientSetup.Claude(url, tokenFile, settings.Options) : ClientSetup.Codex(url, tokenFile, settings.Options))
            Context.Terminal.Out.WriteLine(text);
        return Task.FromResult(ExitCode.Done);
    }
}
