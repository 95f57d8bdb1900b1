using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>How grave a reviewer finds something.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<ReviewSeverity>))]
public enum ReviewSeverity
{
    /// <summary>The work is wrong, incomplete or dishonest: it is not verified as long as this stands.</summary>
    High,

    /// <summary>Worth mending.</summary>
    Medium,

    /// <summary>A matter of taste, or hardly one.</summary>
    Low,
}
