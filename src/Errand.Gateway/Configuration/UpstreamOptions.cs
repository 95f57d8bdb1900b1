using Errand.Gateway.Translation;

namespace Errand.Gateway.Configuration;

/// <summary>A model endpoint.</summary>
public sealed record UpstreamOptions
{
    public required string Name { get; init; }

    /// <summary>What it speaks; null only until the configuration is checked.</summary>
    public UpstreamProtocol? Protocol { get; init; }

    /// <summary>An absolute http or https URL, without user name and password; empty only until the configuration is checked.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>Absolute path of a file whose text is the key; null = none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Name of the variable that holds the key; null = none. Without either, no key is sent.</summary>
    public string? KeyEnv { get; init; }

    /// <summary>How the key is sent; null = as the protocol says: <c>x-api-key</c> for anthropic, else a bearer token.</summary>
    public KeyHeader? KeyHeader { get; init; }

    /// <summary>The profile of its models that name none; null = generic.</summary>
    public string? Profile { get; init; }
}
