using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Whether a job may change files.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<JobMode>))]
public enum JobMode
{
    /// <summary>The worker changes files inside the scope.</summary>
    Write,

    /// <summary>The worker only looks and answers; any change is a violation.</summary>
    Read,
}
