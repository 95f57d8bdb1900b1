using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What holds a worker, the weakest first.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<SandboxKind>))]
public enum SandboxKind
{
    /// <summary>Nothing: it runs with all the rights of the user.</summary>
    None,

    /// <summary>Landlock, where no namespaces can be made: the kernel refuses the content of files and ports that are not listed, and hides nothing.</summary>
    Landlock,

    /// <summary>Bubblewrap: namespaces of its own, a file system of listed parts, no capabilities.</summary>
    Bubblewrap,
}
