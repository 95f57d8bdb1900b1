using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What came of a review.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<ReviewStatus>))]
public enum ReviewStatus
{
    /// <summary>The reviewer answered in the form that was asked for; without findings it found nothing.</summary>
    Read,

    /// <summary>It answered otherwise, when asked again too. That is no approval.</summary>
    Unreadable,

    /// <summary>It could not be asked, or did not come to an end.</summary>
    Failed,
}
