using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>Holds requests to the address they must use, the token they must present and the values they must not contain.</summary>
internal sealed class RequestGuard(string? token, IReadOnlyList<string> forbiddenValues)
{
    private const string Bearer = "Bearer ";
    private static readonly string[] LoopbackNames = ["127.0.0.1", "localhost"];
    private static readonly string[] CredentialHeaders = ["authorization", "proxy-authorization", "x-api-key", "api-key", "cookie"];

    private readonly ForbiddenValues forbidden = new(forbiddenValues);

    public IEnumerable<RuleBreak> Check(HttpRequest request, string body) =>
        CheckHost(request).Concat(CheckToken(request.Headers)).Concat(forbidden.Find($"{request.Path.Value}{request.QueryString.Value}", request.Headers, body));

    /// <summary>A page that a browser on this machine shows can reach loopback under a name of its own; that is no client of ours.</summary>
    public IEnumerable<RuleBreak> CheckHost(HttpRequest request) => LoopbackNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)
        ? []
        : [new(ScriptedRule.Host, $"the request is addressed to '{Mask(request.Host.Value ?? "")}', not to {LoopbackNames[0]}.")];

    public string Mask(string text) => forbidden.Mask(text);

    public IReadOnlyDictionary<string, string> MaskedHeaders(IHeaderDictionary headers) => headers.ToDictionary(
        header => header.Key.ToLowerInvariant(),
        header => CredentialHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? "***" : forbidden.Mask(header.Value.ToString()));

    private IEnumerable<RuleBreak> CheckToken(IHeaderDictionary headers)
    {
        if (token is null)
            yield break;

        var authorization = headers.Authorization.ToString();
        var apiKey = headers["x-api-key"].ToString();
        if (authorization.Length == 0 && apiKey.Length == 0)
            yield return new(ScriptedRule.Token, "no credential is presented, neither 'authorization' nor 'x-api-key'.");
        if (authorization.Length > 0 && authorization != Bearer + token)
            yield return new(ScriptedRule.Token, "'authorization' is not the expected bearer token.");
        if (apiKey.Length > 0 && apiKey != token)
            yield return new(ScriptedRule.Token, "'x-api-key' is not the expected token.");
    }
}
