using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>Receives requests, holds them to the rules, records them and has them answered.</summary>
internal sealed class ScriptedEndpoint(TurnPlayer player, RequestLog log, RequestGuard guard, AnswerWriter writer, TimeProvider clock, CancellationToken stopping)
{
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
        var request = context.Request;
        string body;
        try
        {
            body = await ReadAsync(request, cancellationToken);
        }
        catch (BadHttpRequestException e)
        {
            log.Add(Record(request, "") with { Status = e.StatusCode }, [new(ScriptedRule.Shape, e.Message)]);
            await RefuseAsync(context, AnthropicWire.Instance, e.StatusCode, $"scripted model: {e.Message}", cancellationToken);
            return;
        }

        var record = Record(request, body);
        switch (request.Method, request.Path.Value)
        {
            case ("HEAD", "/"):
                log.Add(record with { Status = StatusCodes.Status200OK }, guard.CheckHost(request));
                break;
            case ("POST", "/v1/messages" or "/v1/messages/count_tokens"):
                await AnswerAsync(context, AnthropicWire.Instance, record, body, cancellationToken);
                break;
            case ("POST", "/v1/responses"):
                await AnswerAsync(context, ResponsesWire.Instance, record, body, cancellationToken);
                break;
            case ("POST", "/v1/chat/completions"):
                await AnswerAsync(context, ChatWire.Instance, record, body, cancellationToken);
                break;
            default:
                log.Add(record with { Status = StatusCodes.Status404NotFound }, guard.CheckHost(request));
                var message = $"scripted model: there is no {request.Method} {record.Path}.";
                await RefuseAsync(context, AnthropicWire.Instance, StatusCodes.Status404NotFound, message, cancellationToken);
                break;
        }
    }

    private async Task AnswerAsync(HttpContext context, IModelWire wire, ScriptedRequest record, string body, CancellationToken cancellationToken)
    {
        using var document = Parse(body);
        var root = document?.RootElement ?? default;
        var asked = wire.Read(root, context.Request.Headers);
        var broken = guard.Check(context.Request, body)
            .Concat(document is null ? [new(ScriptedRule.Shape, "the body must be a JSON object.")] : wire.Check(root, context.Request.Headers))
            .ToList();
        var isCount = record.Path.EndsWith("/count_tokens", StringComparison.Ordinal);
        var bodyBytes = Encoding.UTF8.GetByteCount(body);
        var play = broken.Count > 0 || isCount ? null : Play(asked, bodyBytes, broken);

        record = Described(record, asked) with { Scenario = play?.Scenario, Turn = play?.Turn };
        if (broken.Count > 0)
        {
            broken = [.. broken.Select(rule => rule with { Message = guard.Mask(rule.Message) })];
            log.Add(record with { Status = StatusCodes.Status400BadRequest }, broken);
            var message = $"scripted model: {string.Join(' ', broken.Select(rule => rule.Message))}";
            await RefuseAsync(context, wire, StatusCodes.Status400BadRequest, message, cancellationToken);
        }
        else if (play is null)
        {
            log.Add(record with { Status = StatusCodes.Status200OK }, []);
            var count = new JsonObject { ["input_tokens"] = ScriptUsage.TokensOf(bodyBytes) };
            await AnswerWriter.WriteAsync(context.Response, StatusCodes.Status200OK, count, cancellationToken);
        }
        else
        {
            log.Add(record with { Status = AnswerWriter.StatusOf(play, asked) }, []);
            await writer.WriteAsync(context, play, asked, cancellationToken);
        }
    }

    private Play? Play(ModelRequest asked, long bodyBytes, List<RuleBreak> broken)
    {
        try
        {
            return player.Next(asked, bodyBytes);
        }
        catch (ScriptPlayException e)
        {
            broken.Add(new(e.Rule, e.Message));
        }
        catch (RegexMatchTimeoutException e)
        {
            broken.Add(new(ScriptedRule.Script, $"the pattern '{e.Pattern}' takes more than {e.MatchTimeout.TotalSeconds} s on this request."));
        }

        return null;
    }

    private ScriptedRequest Record(HttpRequest request, string body) => new()
    {
        Number = log.NextNumber(),
        At = clock.GetUtcNow(),
        Method = request.Method,
        Path = guard.Mask(request.Path.Value ?? "/"),
        Headers = guard.MaskedHeaders(request.Headers),
        Body = guard.Mask(body),
    };

    private ScriptedRequest Described(ScriptedRequest record, ModelRequest asked) => record with
    {
        Model = asked.Model,
        Stream = asked.Stream,
        Conversation = guard.Mask(asked.Conversation),
        IsSubAgent = asked.IsSubAgent,
        FirstUserText = guard.Mask(asked.FirstUserText),
        LastUserText = guard.Mask(asked.LastUserText),
        Tools = asked.Tools,
        Results = [.. asked.Results.Select(result => result with { Text = guard.Mask(result.Text) })],
    };

    private static Task RefuseAsync(HttpContext context, IModelWire wire, int status, string message, CancellationToken cancellationToken) =>
        AnswerWriter.WriteAsync(context.Response, status, wire.Error(status, null, message), cancellationToken);

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
}
