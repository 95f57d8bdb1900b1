using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Core.Forms;
using Errand.Gateway.Configuration;
using Errand.Gateway.Server;
using Errand.Gateway.Translation;
using Errand.Testing;
using Microsoft.Extensions.Logging;

namespace Errand.Gateway.Tests.Server;

/// <summary>A real gateway on loopback in front of upstreams by hand, with a client that sees every byte.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable, ILogger
{
    public const string Token = "client-token-1";
    public const string UpstreamKey = "sk-planted/upstream-key-0123456789";

    private readonly TempDirectory directory = new();
    // A client that leaves closes its connection at once instead of reading on for a while.
    private readonly HttpClient http = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { Timeout = TestTimeouts.Default };
    private ModelGateway? gateway;

    private GatewayUnderTest()
    {
    }

    public MeterBook Meter { get; } = new();

    /// <summary>What it logged.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public GatewayClient Client { get; private set; } = null!;

    public ModelGateway Gateway => gateway!;

    public string Directory => directory.Path;

    public string Url => $"http://127.0.0.1:{Gateway.Port}";

    /// <summary>Serves <c>fast</c> from one chat upstream.</summary>
    public static Task<GatewayUnderTest> StartAsync(
        RawUpstream upstream,
        Func<ServingOptions, ServingOptions>? serving = null,
        string? record = null,
        Func<ClientDialect, UpstreamProtocol, ITranslation?>? translations = null,
        TimeProvider? clock = null) => StartAsync(
        new JsonObject
        {
            ["upstreams"] = new JsonObject { ["cheap"] = Chat(upstream) },
            ["models"] = new JsonObject { ["fast"] = new JsonObject { ["upstream"] = "cheap", ["model"] = "served-model" } },
        },
        serving,
        record,
        translations,
        clock);

    public static async Task<GatewayUnderTest> StartAsync(
        JsonObject configuration,
        Func<ServingOptions, ServingOptions>? serving = null,
        string? record = null,
        Func<ClientDialect, UpstreamProtocol, ITranslation?>? translations = null,
        TimeProvider? clock = null)
    {
        var test = new GatewayUnderTest();
        test.directory.Write("a.key", UpstreamKey);
        GatewayOptions options = test.Read(configuration);
        // Waits between tries are part of the rules, but no test has to sit through them.
        ServingOptions quick = options.Serving with { Retry = options.Serving.Retry with { FirstDelay = TimeSpan.FromMilliseconds(1) } };
        options = options with { Serving = serving is null ? quick : serving(quick) };
        test.Client = new GatewayClient("me", Token, test.Meter);
        test.gateway = await ModelGateway.StartAsync(
            new GatewaySetup
            {
                Options = options,
                Secrets = GatewaySecrets.Read(options, test.directory["config.json"], _ => null),
                Clients = [test.Client],
                Address = GatewayAddress.Loopback(0),
                HoldDirectory = test.directory.Path,
                RecordDirectory = record is null ? null : test.directory[record],
                Translations = translations ?? ((_, _) => PassTranslation.Instance),
                Clock = clock ?? TimeProvider.System,
                Logger = test,
            },
            CancellationToken.None);
        return test;
    }

    public static JsonObject Chat(RawUpstream upstream) => new() { ["protocol"] = "chat", ["baseUrl"] = upstream.BaseUrl, ["keyFile"] = "a.key" };

    public static string Request(string model = "fast", bool stream = false) => new JsonObject { ["model"] = model, ["stream"] = stream }.ToJsonString();

    public Task<HttpResponseMessage> SendAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, [("Authorization", $"Bearer {Token}"), .. headers], CancellationToken.None);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body, (string Name, string Value)[] headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Url + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends a request of the model <c>fast</c> in the chat dialect.</summary>
    public async Task<(HttpStatusCode Status, string Body)> ChatAsync(string? body = null)
    {
        using HttpResponseMessage response = await SendAsync("/v1/chat/completions", body ?? Request());
        return (response.StatusCode, await ReadAsync(response));
    }

    /// <summary>A body to its end, or as far as it came.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        var bytes = new MemoryStream();
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync();
            byte[] buffer = new byte[4096];
            int read;
            while ((read = await body.ReadAsync(buffer)) > 0)
                bytes.Write(buffer, 0, read);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (gateway is not null)
            await gateway.DisposeAsync();
        directory.Dispose();
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Log.Enqueue(formatter(state, exception));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    private GatewayOptions Read(JsonObject configuration)
    {
        using JsonDocument document = JsonDocument.Parse(configuration.ToJsonString());
        var problems = new List<string>();
        GatewayOptions options = GatewayOptionsReader.Read(
            document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value),
            new Place(directory["config.json"], "", "/home/ada", problems));
        Assert.Empty(problems);
        return options;
    }
}
