using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Text;
using Errand.Core.Redaction;
using Errand.Core;
using Errand.Gateway.Routing;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Upstreams;

/// <summary>Says what an upstream did wrong, in words for the client.</summary>
internal sealed partial class UpstreamFaults(Redactor redactor, TimeProvider clock)
{
    private const int LongestRead = 64 * 1024;
    private const int LongestText = 600;

    public static GatewayFault Stalled(Upstream upstream, TimeSpan limit) => new(
        FaultKind.UpstreamStalled, 504, $"Upstream '{upstream.Name}' at {upstream.Shown} was silent for {Duration.Format(limit)}.");

    public static GatewayFault Open(Upstream upstream, TimeSpan wait) => new(
        FaultKind.UpstreamUnavailable,
        503,
        $"Upstream '{upstream.Name}' failed several times in a row and is left alone for {Duration.Format(wait + TimeSpan.FromSeconds(1))}.",
        RetryAfter: wait);

    public static GatewayFault Held(Upstream upstream, TimeSpan wait) => new(
        FaultKind.UpstreamUnavailable, 429, $"Upstream '{upstream.Name}' asked to be left alone for {Duration.Format(wait + TimeSpan.FromSeconds(1))}.", RetryAfter: wait);

    /// <summary>There was no answer.</summary>
    public GatewayFault Unreachable(Upstream upstream, Exception cause)
    {
        string why = cause switch
        {
            OperationCanceledException => "no connection in time",
            HttpRequestException { InnerException: SocketException socket } => socket.Message,
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "it closed the connection without an answer",
            HttpRequestException { InnerException: { } inner } => inner.Message,
            _ => cause.Message,
        };
        return new GatewayFault(
            FaultKind.UpstreamConnect, 502, $"Upstream '{upstream.Name}' at {upstream.Shown} cannot be reached: {Clean(why).TrimEnd('.')}.");
    }

    /// <summary>The answer is an error by its status.</summary>
    public async Task<GatewayFault> ReadAsync(Upstream upstream, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        string body = await ReadBodyAsync(response, cancellationToken);
        // A redirect or another oddity is no answer that a client could do anything with.
        UpstreamError error = Parse(body, status is >= 400 and <= 599 ? status : StatusCodes.Status502BadGateway);
        error = error with { Message = Clean(error.Message), Code = error.Code is null ? null : Clean(error.Code) };
        GatewayFault fault = UpstreamFault.Of(error, RetryAfter(response.Headers));
        return fault.Code == UpstreamFault.ContextLength
            ? fault
            : fault with { Message = $"Upstream '{upstream.Name}' answered {status}: {(error.Message.Length == 0 ? "nothing" : $"'{fault.Message}'")}." };
    }

    /// <summary>The same fault without secrets; what came in a body or stream was not looked at yet.</summary>
    public GatewayFault Clean(GatewayFault fault) => fault with { Message = redactor.Redact(fault.Message) };

    private string Clean(string text) => Escaping.Cut(redactor.Redact(Whitespace().Replace(text, " ").Trim()), LongestText);

    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LongestRead];
        int length = 0;
        try
        {
            await using Stream stream = await AnswerBytes.OpenAsync(response, cancellationToken);
            int read;
            while (length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
                length += read;
        }
        catch (Exception cause) when (cause is IOException or HttpRequestException or InvalidDataException)
        {
            // The status tells enough.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static UpstreamError Parse(string body, int status)
    {
        // Some wrap the one object in a list.
        string json = body.TrimStart('[', ' ', '\t', '\r', '\n');
        if (json.StartsWith('{'))
            return UpstreamErrorReader.Read(Encoding.UTF8.GetBytes(json), status);

        return new UpstreamError(status, null, Markup().IsMatch(body) ? $"an HTML page: {Tag().Replace(body, " ")}" : body);
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("retry-after-ms", out IEnumerable<string>? values)
            && double.TryParse(values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double milliseconds))
        {
            return Limit(TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue)));
        }

        // Some write fractions of a second, which the standard does not know.
        if (headers.RetryAfter is null && headers.TryGetValues("retry-after", out values)
            && double.TryParse(values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            return Limit(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)));
        }

        return headers.RetryAfter switch
        {
            { Delta: { } delta } => Limit(delta),
            { Date: { } date } => Limit(date - (headers.Date ?? clock.GetUtcNow())),
            _ => null,
        };
    }

    private static TimeSpan Limit(TimeSpan time) =>
        time < TimeSpan.Zero ? TimeSpan.Zero : time > RetryRules.LongestHold ? RetryRules.LongestHold : time;

    [GeneratedRegex("^\\s*<(!doctype|html|\\?xml)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("[\\s\\p{C}]+")]
    private static partial Regex Whitespace();
}
