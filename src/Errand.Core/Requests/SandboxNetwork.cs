using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What a sandbox shows of the network.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<SandboxNetwork>))]
public enum SandboxNetwork
{
    /// <summary>A loopback of its own, and on it only the model endpoints that the worker's configuration names, or the job's gateway.</summary>
    Gateway,

    /// <summary>A loopback of its own and nothing else.</summary>
    None,

    /// <summary>The machine's network, with everything that listens on its loopback.</summary>
    Open,
}
