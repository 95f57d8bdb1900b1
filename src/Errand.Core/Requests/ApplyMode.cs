using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Who accepts a job's work.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<ApplyMode>))]
public enum ApplyMode
{
    /// <summary>The host, by a decision.</summary>
    Manual,

    /// <summary>Errand, when the verdict is verified and nothing crosses the scope.</summary>
    Auto,
}
