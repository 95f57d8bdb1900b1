using Errand.Gateway.Translation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Errand.Gateway.Server;

/// <summary>The paths of the gateway. Queries are ignored: clients put flags there that mean nothing here.</summary>
internal sealed partial class GatewayEndpoints(ClientGate gate, CallHandler calls, IReadOnlyList<string> models, ILogger logger)
{
    private const string Messages = "/v1/messages";
    private const string CountTokens = "/v1/messages/count_tokens";
    private const string Responses = "/v1/responses";
    private const string ChatCompletions = "/v1/chat/completions";
    private const string Models = "/v1/models";
    private const string Root = "/";

    public async Task HandleAsync(HttpContext context)
    {
        ClientDialect dialect = DialectOf(context.Request);
        try
        {
            GatewayFault? fault = await HandleAsync(context, dialect);
            if (fault is not null)
                await FaultAnswer.WriteAsync(context, dialect, fault, null, context.RequestAborted);
        }
        catch (BadHttpRequestException refusal) when (!context.Response.HasStarted)
        {
            string message = refusal.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"The request is too large; at most {GatewayListener.LargestBody >> 20} MB are taken."
                : $"The request cannot be read: {refusal.Message}";
            await FaultAnswer.WriteAsync(context, dialect, new GatewayFault(FaultKind.TranslateRequest, refusal.StatusCode, message), null, CancellationToken.None);
        }
        catch (Exception cause) when ((cause is OperationCanceledException or IOException) && HasLeft(context, cause))
        {
            // The client left, or never read what it asked for.
            context.Abort();
        }
        catch (Exception mistake)
        {
            // Only its type: the message could quote what passed through.
            LogMistake(logger, mistake.GetType().Name, mistake.StackTrace ?? "");
            if (context.Response.HasStarted)
                context.Abort();
            else
                await FaultAnswer.WriteAsync(context, dialect, new GatewayFault(FaultKind.Internal, 500, "The gateway made a mistake; its log says more."), null, CancellationToken.None);
        }
    }

    private async Task<GatewayFault?> HandleAsync(HttpContext context, ClientDialect dialect)
    {
        HttpRequest request = context.Request;
        string path = request.Path.Value ?? Root;
        if (!gate.IsAddressedHere(request))
            return new GatewayFault(FaultKind.ClientUnknown, 403, "The request is addressed to another name, or comes from a page of another origin. Use 127.0.0.1.");
        if (MethodOf(path) is not { } method)
        {
            string paths = string.Join(", ", Messages, CountTokens, Responses, ChatCompletions, Models);
            return new GatewayFault(FaultKind.ClientUnknown, 404, $"There is no such path. Known: {paths}; the base URL is without /v1 for Messages and with it for the others.");
        }

        if (request.Method != method && !(path == Root && HttpMethods.IsGet(request.Method)))
        {
            context.Response.Headers.Allow = method;
            return new GatewayFault(FaultKind.ClientUnknown, 405, $"{path} takes {method} only.");
        }

        // Claude Code looks whether somebody is there before it says who it is.
        if (path == Root)
            return null;
        if (gate.Find(request.Headers) is not { } client)
        {
            return new GatewayFault(
                FaultKind.ClientUnknown,
                401,
                "The token is missing or not one of this gateway's. Send it as 'Authorization: Bearer TOKEN' or 'x-api-key: TOKEN'.",
                "invalid_api_key");
        }

        switch (path)
        {
            case Models:
                await ModelList.WriteAsync(context.Response, models, context.RequestAborted);
                return null;
            case CountTokens:
                return await CountAnswer.WriteAsync(context, context.RequestAborted);
            default:
                await calls.HandleAsync(context, dialect, client);
                return null;
        }
    }

    /// <summary>A file that cannot be read is no client that left.</summary>
    private static bool HasLeft(HttpContext context, Exception cause) =>
        context.RequestAborted.IsCancellationRequested || context.Response.HasStarted || cause is BadHttpRequestException or ConnectionResetException;

    private static string? MethodOf(string path) => path switch
    {
        Messages or CountTokens or Responses or ChatCompletions => "POST",
        Models => "GET",
        Root => "HEAD",
        _ => null,
    };

    /// <summary>The dialect of the path; for paths of none, that of the headers, so that every client can read its errors.</summary>
    private static ClientDialect DialectOf(HttpRequest request) => request.Path.Value switch
    {
        Messages or CountTokens => ClientDialect.Messages,
        Responses => ClientDialect.Responses,
        ChatCompletions => ClientDialect.ChatCompletions,
        _ => request.Headers.ContainsKey("anthropic-version") ? ClientDialect.Messages : ClientDialect.ChatCompletions,
    };

    [LoggerMessage(EventId = 7102, Level = LogLevel.Error, Message = "The gateway made a mistake: {Kind}\n{Stack}")]
    private static partial void LogMistake(ILogger logger, string kind, string stack);
}
