using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Why the host cancels a job. A quiet worker is none of these.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<CancelReason>))]
public enum CancelReason
{
    UserRequested,
    Obsolete,
    Unsafe,
}
