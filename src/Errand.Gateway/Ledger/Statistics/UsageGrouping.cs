using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Gateway.Ledger.Statistics;

/// <summary>What statistics are grouped by.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<UsageGrouping>))]
public enum UsageGrouping
{
    /// <summary>The day of UTC.</summary>
    Day,

    /// <summary>The model that served.</summary>
    Model,

    /// <summary>The worker of the configuration, or the client of the stand-alone gateway.</summary>
    Worker,

    Tier,

    Repository,

    /// <summary>How the attempt ended.</summary>
    Outcome,
}
