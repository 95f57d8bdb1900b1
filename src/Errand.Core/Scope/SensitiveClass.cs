using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Why a path is sensitive.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<SensitiveClass>))]
public enum SensitiveClass
{
    /// <summary>Secrets, or where a package manager gets its packages and credentials from.</summary>
    Secrets,

    /// <summary>What exactly gets installed.</summary>
    LockFile,

    /// <summary>What runs on a build server, with its rights.</summary>
    Ci,

    /// <summary>What tells an agent what to do or which programs to start.</summary>
    AgentConfiguration,

    /// <summary>What runs at a commit, a push or on entering a directory.</summary>
    Hook,

    /// <summary>What an editor runs by itself.</summary>
    EditorTask,

    /// <summary>What git, or the service that hosts the repository, does with it.</summary>
    Git,
}
