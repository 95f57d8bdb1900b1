using Errand.Gateway.Configuration;
using Errand.Gateway.Redaction;
using Errand.Gateway.Routing;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Upstreams;

/// <summary>A model endpoint at run time.</summary>
internal sealed class Upstream
{
    public Upstream(UpstreamOptions options, string? key, CircuitBreaker breaker)
    {
        Name = options.Name;
        Protocol = options.Protocol!.Value;
        Key = key;
        KeyHeader = options.KeyHeader ?? (Protocol == UpstreamProtocol.Anthropic ? KeyHeader.XApiKey : KeyHeader.Bearer);
        Breaker = breaker;
        Mask = new KeyMask(key);
        Endpoint = EndpointOf(Protocol, options.BaseUrl);
        // A key may also stand in a query, so only this much of the address is ever shown.
        Shown = Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        HoldName = $"{Name}@{Shown}";
    }

    public string Name { get; }

    public UpstreamProtocol Protocol { get; }

    public Uri Endpoint { get; }

    /// <summary>The endpoint for messages: without credentials.</summary>
    public string Shown { get; }

    /// <summary>Its name in the hold file, which processes with other configurations share.</summary>
    public string HoldName { get; }

    public string? Key { get; }

    public KeyHeader KeyHeader { get; }

    public KeyMask Mask { get; }

    public CircuitBreaker Breaker { get; }

    public static Uri EndpointOf(UpstreamProtocol protocol, string baseUrl)
    {
        var url = new UriBuilder(baseUrl);
        string path = url.Path.TrimEnd('/');
        url.Path = path + protocol switch
        {
            UpstreamProtocol.Chat => "/chat/completions",
            UpstreamProtocol.Responses => "/responses",
            _ => path.EndsWith("/v1", StringComparison.Ordinal) ? "/messages" : "/v1/messages",
        };
        return url.Uri;
    }
}
