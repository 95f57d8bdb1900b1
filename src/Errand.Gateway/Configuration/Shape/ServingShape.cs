using System.Net;
using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.ServingOptions>;
using Breaker = Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.BreakerOptions>;
using Client = Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.ClientOptions>;
using Retry = Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.RetryOptions>;
using Timeouts = Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.TimeoutOptions>;

namespace Errand.Gateway.Configuration.Shape;

/// <summary>The keys below <c>gateway</c>.</summary>
internal static class ServingShape
{
    private static readonly ObjectForm<ClientOptions> OneClient = new(
        [
            Client.Key(
                "name",
                TextForms.Name,
                client => client.Name.Length == 0 ? null : client.Name,
                (client, value) => client with { Name = value },
                "The name in the ledger."),
            Client.Key(
                "tokenFile",
                GatewayForms.FilePath,
                client => client.TokenFile.Length == 0 ? null : client.TokenFile,
                (client, value) => client with { TokenFile = value },
                "A file whose text is the token that the client presents."),
            Client.Key("budget", BudgetShape.One, client => client.Budget, (client, value) => client with { Budget = value }, "What it may use."),
        ],
        () => new ClientOptions());

    private static readonly ObjectForm<RetryOptions> Retries = new(
        [
            Retry.Key(
                "attempts",
                Scalars.Count(1, 20),
                retry => retry.Attempts,
                (retry, value) => retry with { Attempts = value },
                "Tries on one upstream, the first one counted."),
            Retry.Key(
                "maxWait",
                Scalars.Time(TimeSpan.Zero, TimeSpan.FromMinutes(10)),
                retry => retry.MaxWait,
                (retry, value) => retry with { MaxWait = value },
                "Longest time that one request waits between its tries, all together."),
        ],
        () => new RetryOptions());

    private static readonly ObjectForm<BreakerOptions> Breakers = new(
        [
            Breaker.Key(
                "failures",
                Scalars.Count(1, 1_000),
                breaker => breaker.Failures,
                (breaker, value) => breaker with { Failures = value },
                "Failures in a row after which an upstream is left alone."),
            Breaker.Key(
                "open",
                Scalars.Time(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
                breaker => breaker.Open,
                (breaker, value) => breaker with { Open = value },
                "How long it is left alone."),
        ],
        () => new BreakerOptions());

    private static readonly ObjectForm<TimeoutOptions> Limits = new(
        [
            Timeouts.Key(
                "activity",
                Scalars.Time(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
                timeouts => timeouts.Activity,
                (timeouts, value) => timeouts with { Activity = value },
                "Longest silence of an upstream, before its answer and inside it."),
            Timeouts.Key(
                "connect",
                Scalars.Time(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
                timeouts => timeouts.Connect,
                (timeouts, value) => timeouts with { Connect = value },
                "Longest time to connect."),
        ],
        () => new TimeoutOptions());

    public static ObjectForm<ServingOptions> Serving { get; } = new(
        [
            Key(
                "listen",
                GatewayForms.Address,
                serving => serving.Listen,
                (serving, value) => serving with { Listen = value },
                "The address of a stand-alone gateway; one that other machines reach needs allowRemote and clients."),
            Key(
                "port",
                Scalars.Count(0, IPEndPoint.MaxPort),
                serving => serving.Port,
                (serving, value) => serving with { Port = value },
                "The port of a stand-alone gateway; 0 is any free one."),
            Key(
                "allowRemote",
                Scalars.Flag,
                serving => serving.AllowRemote,
                (serving, value) => serving with { AllowRemote = value },
                "Whether other machines may be served, over plain HTTP."),
            Key(
                "clients",
                new ListForm<ClientOptions>(OneClient),
                serving => serving.Clients,
                (serving, value) => serving with { Clients = value },
                "Who may use a stand-alone gateway.",
                defaultText: "one, whose token is made at the first start"),
            Key("retry", Retries, serving => serving.Retry, (serving, value) => serving with { Retry = value }, "When a failed call is made again."),
            Key("breaker", Breakers, serving => serving.Breaker, (serving, value) => serving with { Breaker = value }, "When an upstream is left alone."),
            Key("timeouts", Limits, serving => serving.Timeouts, (serving, value) => serving with { Timeouts = value }, "How long an upstream may take."),
        ],
        () => new ServingOptions());
}
