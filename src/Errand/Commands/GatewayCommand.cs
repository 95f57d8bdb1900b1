using System.CommandLine;
using System.Net;
using Errand.Core;
using Errand.Gateways;

namespace Errand.Commands;

/// <summary><c>errand gateway</c>: any client on any model endpoint.</summary>
internal sealed class GatewayCommand : ErrandCommand
{
    private readonly Option<string?> port = Words.Value("--port", "N", "The port on 127.0.0.1; 0 is any free one. Default: `gateway.port`, else 4180.");
    private readonly Option<string?> socket = Words.Value("--socket", "PATH", "Listen on a unix socket instead, which only you can open.");
    private readonly Option<string?> record = Words.Value("--record", "DIR", "Keep the last 500 requests with their answers in DIR, without keys and tokens.");
    private readonly Option<string?> config = ConfigurationFile();

    public GatewayCommand(CommandContext context) : base(
        context,
        "gateway",
        "Serve Claude Code, Codex and other clients on the models of the configuration, until interrupted.",
        "errand gateway",
        "errand gateway --port 0 --config gateway.json",
        "eval \"$(errand gateway env claude)\"; claude")
    {
        Add(port);
        Add(socket);
        Add(config);
        Add(record);
        Add(new GatewayEnvCommand(context, port, config));
    }

    public static Option<string?> ConfigurationFile() => Words.Value("--config", "FILE", "The configuration. Default: config.json in the state directory.");

    /// <summary>A port from the command line; null = not given.</summary>
    public static int? Port(string? text)
    {
        if (Bind.Count("port", text, 0, "4180") is not { } number)
            return null;
        return number <= IPEndPoint.MaxPort
            ? (int)number
            : throw new ErrandException(ErrorCatalog.InvalidArgument, $"port '{number}' is refused: it is at most {IPEndPoint.MaxPort}. Example: 4180");
    }

    protected override Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        int? wanted = Port(line.GetValue(port));
        string? path = line.GetValue(socket);
        if (wanted is not null && path is not null)
            throw new ErrandException(ErrorCatalog.InvalidArgument, "--port and --socket are two places to listen. Give one of them.");

        GatewaySettings settings = GatewaySettings.Load(Context.Environment, line.GetValue(config));
        return new GatewayRun(new Composition(Context.Environment, Context.Clock).State, Context.Environment, Context.Terminal, Context.Clock).ServeAsync(
            settings,
            GatewayRun.AddressOf(settings.Options.Serving, wanted, path is null ? null : Absolute(path)),
            line.GetValue(record) is { } directory ? Absolute(directory) : null,
            cancellationToken);
    }

    private string Absolute(string path) => Path.GetFullPath(path, Context.Environment.WorkingDirectory);
}
