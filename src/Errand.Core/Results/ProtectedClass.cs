using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What decides how work is judged, and is therefore not the worker's to change unless the job allows it.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<ProtectedClass>))]
public enum ProtectedClass
{
    /// <summary>Tests, their data, and the references and snapshots that they compare with.</summary>
    Tests,

    /// <summary>What runs on a build server.</summary>
    Ci,

    /// <summary>Configuration of builds, runners, linters and coverage, and scripts that check.</summary>
    Config,

    /// <summary>What exactly gets installed.</summary>
    Lockfiles,
}
