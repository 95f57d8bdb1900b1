using System.Net;
using System.Net.Sockets;
using Errand.Core;

namespace Errand.Gateway.Scripted;

/// <summary>
/// A model endpoint on loopback that says what a script tells it to, over the Messages, the Responses and the Chat Completions protocol: real clients can be run
/// against it without network, key or cost. It checks every request and keeps it. Only starting one loads a web server.
/// </summary>
public sealed class ScriptedModel : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly StallGate stalls;
    private readonly RequestLog log;
    private LoopbackServer? server;
    private bool isDisposed;

    private ScriptedModel(ScriptedModelOptions options)
    {
        stalls = new StallGate(options.Clock);
        log = new RequestLog(options.MaxRequests, options.MaxRecordedCharacters);
    }

    public int Port => server!.Port;

    /// <summary>For clients of the Messages protocol, which append <c>/v1/messages</c>.</summary>
    public string AnthropicBaseUrl => $"http://127.0.0.1:{Port}";

    /// <summary>For clients of the Responses and the Chat Completions protocol, which append <c>/responses</c> or <c>/chat/completions</c>.</summary>
    public string OpenAIBaseUrl => $"http://127.0.0.1:{Port}/v1";

    /// <summary>What was received so far.</summary>
    public ScriptedRequests Requests => log.Requests;

    /// <summary>Rules that requests broke so far. Empty is what a correct client leaves behind.</summary>
    public IReadOnlyList<ScriptedViolation> Violations => log.Violations;

    /// <param name="script">What to say.</param>
    /// <param name="options">How to run.</param>
    /// <param name="cancellationToken">Ends the start, not the server.</param>
    /// <exception cref="ErrandException">ERR7003: the port is taken or not allowed.</exception>
    public static async Task<ScriptedModel> StartAsync(ModelScript script, ScriptedModelOptions options, CancellationToken cancellationToken)
    {
        if (options.Port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new ErrandException(
                ErrorCatalog.ScriptedModelPort, $"The scripted model cannot listen on port {options.Port}; give a port from 1 to {IPEndPoint.MaxPort}, or 0 for any free one.");
        }

        var model = new ScriptedModel(options);
        var endpoint = new ScriptedEndpoint(
            new TurnPlayer(script, options.Clock),
            model.log,
            new RequestGuard(options.Token, options.ForbiddenValues),
            new AnswerWriter(model.stalls, options.Clock),
            options.Clock,
            model.stopping.Token);
        try
        {
            model.server = await LoopbackServer.StartAsync(options.Port, endpoint.HandleAsync, cancellationToken);
            return model;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await model.DisposeAsync();
            throw new ErrandException(
                ErrorCatalog.ScriptedModelPort, $"The scripted model cannot listen on port {options.Port} of 127.0.0.1: {e.Message.TrimEnd('.')}. Give another port, or 0 for any free one.", e);
        }
    }

    /// <summary>Lets all answers go on that a <c>stall</c> holds now.</summary>
    public void ReleaseStalls() => stalls.Release();

    /// <summary>Ends when so many answers are held by a <c>stall</c> at the same time.</summary>
    public Task WaitForStallAsync(int count, CancellationToken cancellationToken) => stalls.WaitAsync(count, cancellationToken);

    /// <summary>The first request that matches, among those received and those to come.</summary>
    public Task<ScriptedRequest> WaitForRequestAsync(Func<ScriptedRequest, bool> matches, CancellationToken cancellationToken) =>
        log.WaitAsync(matches, cancellationToken);

    /// <summary>Ends all answers and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;

        await stopping.CancelAsync();
        if (server is not null)
            await server.DisposeAsync();
        stopping.Dispose();
    }
}
