using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What Errand found out about the work by itself.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Something changed, all of it in scope, and every check passed on exactly that tree.</summary>
    Verified,

    /// <summary>Some checks passed and none failed, but some could not be judged.</summary>
    Partly,

    /// <summary>A check failed or a violation was found.</summary>
    Failed,

    /// <summary>Nothing was proved: no change, no check, or no check that could be judged.</summary>
    Unverified,
}
