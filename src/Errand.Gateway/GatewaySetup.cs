using Errand.Gateway.Configuration;
using Errand.Gateway.Server;
using Errand.Gateway.Translation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Errand.Gateway;

/// <summary>What a gateway is started with.</summary>
public sealed record GatewaySetup
{
    public required GatewayOptions Options { get; init; }

    public required GatewaySecrets Secrets { get; init; }

    /// <summary>Who may use it; at least one.</summary>
    public required IReadOnlyList<GatewayClient> Clients { get; init; }

    public required GatewayAddress Address { get; init; }

    /// <summary>An existing directory that all gateways of this user share; holds the file of upstreams that asked to be left alone.</summary>
    public required string HoldDirectory { get; init; }

    /// <summary>Where to keep requests and answers; null = nowhere.</summary>
    public string? RecordDirectory { get; init; }

    /// <summary>Makes a translation; null for a pair that there is none for.</summary>
    public Func<ClientDialect, UpstreamProtocol, ITranslation?> Translations { get; init; } = new TranslationCatalog().Find;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
