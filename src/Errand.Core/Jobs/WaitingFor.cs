using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What a job in <see cref="JobState.Waiting"/> waits for.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<WaitingFor>))]
public enum WaitingFor
{
    Input,
    Quota,
    Rate,
    Budget,
}
