using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Whose doing it was that an attempt's worker ended.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<StopReason>))]
public enum StopReason
{
    /// <summary>The worker ended by itself.</summary>
    Ended,

    /// <summary>The host cancelled the job.</summary>
    Cancelled,

    /// <summary>The total time limit.</summary>
    Timeout,

    /// <summary>The silence limit, with no CPU used and nothing written.</summary>
    Stalled,

    /// <summary>The driver saw that going on is useless, such as a refused login that the worker would retry for minutes.</summary>
    GivenUp,
}
