using System.Text.RegularExpressions;

namespace Errand.Gateway.Translation.Answers;

/// <summary>What an upstream's failure is for the client.</summary>
internal static partial class UpstreamFault
{
    public const string ContextLength = "context_length_exceeded";
    public const string NoQuota = "insufficient_quota";

    private const string NotOfProtocol = "not_of_protocol";
    private const int BadGateway = 502;
    private const int ShownCharacters = 500;

    public static GatewayFault Torn { get; } = new(FaultKind.UpstreamTorn, BadGateway, "The upstream's answer broke off before its end.");

    /// <summary>What a reader reports when the bytes are not of its protocol.</summary>
    public static UpstreamError NotUnderstood { get; } = new(BadGateway, NotOfProtocol, "The upstream's answer is not what its protocol says.");

    /// <summary>What a reader reports when an event or body has no end in sight.</summary>
    public static UpstreamError TooLong { get; } = new(BadGateway, NotOfProtocol, "The upstream sent one event of more than 32 MB.");

    /// <param name="error">What the upstream said.</param>
    /// <param name="retryAfter">What the upstream asked for.</param>
    public static GatewayFault Of(UpstreamError error, TimeSpan? retryAfter = null)
    {
        var message = Shown(error.Message);
        if (error.Code == NotOfProtocol)
            return new(FaultKind.TranslateAnswer, error.Status, message);
        if (IsContextOverflow(error))
            return new(FaultKind.UpstreamStatus, 400, message, ContextLength);
        if (error.Code is NoQuota or "insufficient_balance" or "billing_error" || error.Status == 402)
            return new(FaultKind.UpstreamStatus, error.Status is 0 or 200 ? 429 : error.Status, message, NoQuota, retryAfter);

        return new(FaultKind.UpstreamStatus, error.Status is >= 400 and < 600 ? error.Status : StatusOf(error.Code), message, null, retryAfter);
    }

    /// <summary>The HTTP status that goes with an error's type or code; 502 if it says nothing.</summary>
    public static int StatusOf(string? code) => code?.ToLowerInvariant() switch
    {
        "invalid_request_error" or "invalid_request" or "badrequesterror" or "invalid_parameter_error" => 400,
        "authentication_error" or "invalid_api_key" or "unauthorized" or "invalid_authentication_error" => 401,
        "permission_error" or "permission_denied" or "forbidden" => 403,
        "not_found_error" or "not_found" or "model_not_found" or "resource_not_found_error" => 404,
        "request_too_large" => 413,
        "rate_limit_error" or "rate_limit_exceeded" or "rate_limit_reached_error" or "too_many_requests" or "rate_limit" or "limit_requests" => 429,
        "overloaded_error" or "overloaded" or "engine_overloaded_error" or "service_unavailable" or "server_overloaded" or "server_is_overloaded" => 503,
        "timeout" or "timeout_error" or "gateway_timeout" => 504,
        "server_error" or "api_error" or "internal_error" or "internal_server_error" or "internalservererror" => 500,
        _ => BadGateway,
    };

    /// <summary>An upstream's words as they may be shown: one line, of bounded length, without what looks like a key.</summary>
    public static string Shown(string message)
    {
        var text = KeyLike().Replace(message, "$1***");
        text = Blank().Replace(text, " ").Trim();
        if (text.Length == 0)
            return "The upstream reported an error without words.";

        return text.Length <= ShownCharacters ? text : $"{text[..(char.IsHighSurrogate(text[ShownCharacters - 1]) ? ShownCharacters - 1 : ShownCharacters)]}…";
    }

    private static bool IsContextOverflow(UpstreamError error) =>
        error.Code == ContextLength || (error.Status is 0 or 200 or 400 or 413 or 422 && Overflow().IsMatch(error.Message));

    [GeneratedRegex(@"(sk-|(?:bearer|api[_-]?key|token)\b[\s:=""']+(?=\S{8}))[^\s""',;]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex KeyLike();

    [GeneratedRegex(@"[\s\p{Cc}]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(
        @"(maximum|max) (context|model|input|sequence)[ _]?(length|len|tokens)|context[ _](length|window|size)|prompt is too long|too many (input )?tokens|input (is too long|length)|exceed\w* (the )?(max|model|context)\w*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Overflow();
}
