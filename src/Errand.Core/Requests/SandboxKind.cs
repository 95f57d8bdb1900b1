using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What holds a worker, the weakest first.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<SandboxKind>))]
public enum SandboxKind
{
    /// <summary>Nothing: it runs with all the rights of the user.</summary>
    None,

    /// <summary>Bubblewrap: namespaces of its own, a file system of listed parts, no capabilities.</summary>
    Bubblewrap,
}
