using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<CheckStatus>))]
public enum CheckStatus
{
    Passed,
    Failed,

    /// <summary>The machine's fault, not the worker's: a missing program, no memory, no disk, a time-out.</summary>
    Infra,

    /// <summary>Not run, because the job ended before it.</summary>
    Skipped,

    /// <summary>It failed, and passed when it was run again on the same tree.</summary>
    Flaky,
}
