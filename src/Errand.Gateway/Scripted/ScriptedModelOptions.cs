namespace Errand.Gateway.Scripted;

/// <summary>How a scripted model is set up.</summary>
public sealed record ScriptedModelOptions
{
    /// <summary>The token that clients are expected to present unless told otherwise; worth nothing anywhere else.</summary>
    public const string DefaultToken = "scripted-model-token";

    /// <summary>Port on the loopback interface. Default 0, any free one; 0 to 65535.</summary>
    public int Port { get; init; }

    /// <summary>The credential that every request must present, as a bearer token or an API key. Null = none is asked for and any is taken.</summary>
    public string? Token { get; init; } = DefaultToken;

    /// <summary>Values that must occur nowhere in a request, such as real keys planted where a worker might find them. Default none; empty ones are ignored.</summary>
    public IReadOnlyList<string> ForbiddenValues { get; init; } = [];

    /// <summary>How many requests are kept; the oldest go first. Default 2,000, at least 1.</summary>
    public int MaxRequests { get; init; } = 2_000;

    /// <summary>How many characters of bodies are kept in total; the oldest requests go first. Default 64 million.</summary>
    public long MaxRecordedCharacters { get; init; } = 64_000_000;

    /// <summary>Times of records, stalls and delays.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
