using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>Receives requests, holds them to the rules, records them and has them answered.</summary>
internal sealed class ScriptedEndpoint(TurnPlayer player, RequestLog log, RequestGuard guard, AnswerWriter writer, TimeProvider clock, CancellationToken stopping)
{
    private static readonly string[] LoopbackNames = ["127.0.0.1", "localhost"];

    public async Task HandleAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await AnswerAsync(context, ending.Token);
        }
        // The client went away in the middle of its own answer, or the server ends: nobody is left to tell.
        catch (Exception e) when (ending.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (request, response) = (context.Request, context.Response);
        var body = await ReadAsync(request, cancellationToken);
        var record = new ScriptedRequest
        {
            Number = log.NextNumber(),
            At = clock.GetUtcNow(),
            Method = request.Method,
            Path = guard.Mask(request.Path.Value ?? "/"),
            Headers = guard.MaskedHeaders(request.Headers),
            Body = guard.Mask(body),
        };
        var isHostWrong = !LoopbackNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase);
        if (HttpMethods.IsHead(request.Method) && request.Path == "/" && !isHostWrong)
        {
            log.Add(record with { Status = StatusCodes.Status200OK }, []);
            return;
        }

        IModelWire? wire = (request.Method, request.Path.Value) switch
        {
            ("POST", "/v1/messages" or "/v1/messages/count_tokens") => AnthropicWire.Instance,
            ("POST", "/v1/responses") => ResponsesWire.Instance,
            _ => null,
        };
        if (wire is null)
        {
            log.Add(record with { Status = StatusCodes.Status404NotFound }, isHostWrong ? [HostBreak(request)] : []);
            await AnswerWriter.WriteAsync(response, StatusCodes.Status404NotFound, NotFound(request), cancellationToken);
            return;
        }

        using var document = Parse(body);
        var root = document?.RootElement ?? default;
        var broken = guard.Check(request, body)
            .Concat(isHostWrong ? [HostBreak(request)] : [])
            .Concat(document is null ? [new(ScriptedRule.Shape, "the body must be a JSON object.")] : wire.Check(root, request.Headers))
            .ToList();
        var asked = wire.Read(root, request.Headers);
        record = Described(record, asked);
        if (request.Path.Value!.EndsWith("/count_tokens", StringComparison.Ordinal) && broken.Count == 0)
        {
            log.Add(record with { Status = StatusCodes.Status200OK }, []);
            await AnswerWriter.WriteAsync(response, StatusCodes.Status200OK, new JsonObject { ["input_tokens"] = ScriptUsage.TokensOf(body.Length) }, cancellationToken);
            return;
        }

        Play? play = null;
        if (broken.Count == 0)
        {
            try
            {
                play = player.Next(asked, Encoding.UTF8.GetByteCount(body));
            }
            catch (ScriptPlayException e)
            {
                broken.Add(new(e.Rule, guard.Mask(e.Message)));
            }
        }

        if (play is null)
        {
            log.Add(record with { Status = StatusCodes.Status400BadRequest }, broken);
            var message = $"scripted model: {string.Join(" ", broken.Select(rule => rule.Message))}";
            await AnswerWriter.WriteAsync(response, StatusCodes.Status400BadRequest, wire.Error(StatusCodes.Status400BadRequest, null, message), cancellationToken);
            return;
        }

        log.Add(record with { Status = AnswerWriter.StatusOf(play, asked), Scenario = play.Scenario, Turn = play.Turn }, []);
        await writer.WriteAsync(context, play, asked, cancellationToken);
    }

    private static ScriptedRequest Described(ScriptedRequest record, ModelRequest asked) => record with
    {
        Model = asked.Model,
        Stream = asked.Stream,
        Conversation = asked.Conversation,
        IsSubAgent = asked.IsSubAgent,
        FirstUserText = asked.FirstUserText,
        LastUserText = asked.LastUserText,
        Tools = asked.Tools,
        Results = asked.Results,
    };

    private static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static JsonDocument? Parse(string body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;

            document.Dispose();
        }
        catch (JsonException)
        {
        }

        return null;
    }

    private RuleBreak HostBreak(HttpRequest request) =>
        new(ScriptedRule.Host, $"the request is addressed to '{guard.Mask(request.Host.Value ?? "")}' instead of {IPAddress.Loopback}.");

    private JsonObject NotFound(HttpRequest request) => AnthropicWire.Instance.Error(
        StatusCodes.Status404NotFound, null, $"scripted model: there is no {request.Method} {guard.Mask(request.Path.Value ?? "/")}.");
}
