using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Doctor;

/// <summary>How bad it is.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<FindingStatus>))]
internal enum FindingStatus
{
    /// <summary>As it must be.</summary>
    Ok,

    /// <summary>Jobs run, but something is not as it should be, or a worker that nothing refers to cannot be used.</summary>
    Warn,

    /// <summary>Jobs, or those of a worker that is in use, cannot run.</summary>
    Fail,
}
