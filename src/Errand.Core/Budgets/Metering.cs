using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Where figures of usage come from.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<Metering>))]
public enum Metering
{
    /// <summary>Errand's own gateway counted every call.</summary>
    Metered,

    /// <summary>The worker's or the endpoint's word, or the sizes of texts.</summary>
    Estimated,
}
