using Errand.Gateway.Configuration;
using Errand.Gateway.Recording;
using Errand.Gateway.Routing;
using Errand.Gateway.Translation;
using Errand.Gateway.Upstreams;
using Microsoft.Extensions.Logging;

namespace Errand.Gateway.Server;

/// <summary>What every call works with.</summary>
internal sealed record CallServices
{
    public required Router Router { get; init; }

    /// <summary>Null for a pair that cannot be translated.</summary>
    public required Func<ClientDialect, UpstreamProtocol, ITranslation?> Translations { get; init; }

    public required UpstreamClient Upstreams { get; init; }

    public required UpstreamFaults Faults { get; init; }

    public required ActivityWatch Watch { get; init; }

    public required RetryRules Retries { get; init; }

    public required HoldFile Holds { get; init; }

    public required TimeoutOptions Timeouts { get; init; }

    /// <summary>Null = nothing is recorded.</summary>
    public Recorder? Recorder { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }
}
