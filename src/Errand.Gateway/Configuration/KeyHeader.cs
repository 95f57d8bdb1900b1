namespace Errand.Gateway.Configuration;

/// <summary>How an upstream takes its key.</summary>
public enum KeyHeader
{
    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    Bearer,

    /// <summary><c>x-api-key: KEY</c>.</summary>
    XApiKey,
}
