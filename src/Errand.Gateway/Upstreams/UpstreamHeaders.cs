using System.Net.Http.Headers;
using System.Text;
using Errand.Gateway.Configuration;
using Errand.Gateway.Translation;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Upstreams;

/// <summary>
/// What an upstream learns from headers: its own key, the form of the bodies, and for Anthropic the version and betas that the client asked
/// for. Session ids, machine descriptions and the client's token stay here.
/// </summary>
internal static class UpstreamHeaders
{
    private const string Version = "anthropic-version";
    private const string Beta = "anthropic-beta";
    private const string DefaultVersion = "2023-06-01";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <param name="request">The request to the upstream, with its body.</param>
    /// <param name="upstream">Where it goes.</param>
    /// <param name="isStream">Whether a stream is asked for.</param>
    /// <param name="client">The client's headers.</param>
    public static void Set(HttpRequestMessage request, Upstream upstream, bool isStream, IHeaderDictionary client)
    {
        request.Content!.Headers.ContentType = Json;
        HttpRequestHeaders headers = request.Headers;
        headers.TryAddWithoutValidation("Accept", isStream ? "text/event-stream" : "application/json");
        headers.TryAddWithoutValidation("User-Agent", "errand-gateway");
        if (upstream.Key is { } key)
        {
            if (upstream.KeyHeader == KeyHeader.XApiKey)
                headers.TryAddWithoutValidation("x-api-key", key);
            else
                headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        if (upstream.Protocol != UpstreamProtocol.Anthropic)
            return;

        headers.TryAddWithoutValidation(Version, client.TryGetValue(Version, out var version) && Ascii.IsValid(version.ToString()) ? version.ToString() : DefaultVersion);
        // Anything else than ASCII would fail the request here, and count as a fault of the upstream.
        if (client.TryGetValue(Beta, out var beta) && Ascii.IsValid(beta.ToString()))
            headers.TryAddWithoutValidation(Beta, beta.ToString());
    }
}
