using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What one check showed on the delivered tree, or for a hidden check on the tree that judges it.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Status">How it ended.</param>
/// <param name="ExitCode">The command's exit code; null when it did not end by itself.</param>
/// <param name="Seconds">Wall time in seconds.</param>
/// <param name="Passed">Tests that passed, where the output says so.</param>
/// <param name="Failed">Tests that failed, where the output says so.</param>
/// <param name="Digest">The first failure in at most 600 characters; null when it passed.</param>
public sealed record CheckResult(
    string Name,
    CheckStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? ExitCode,
    double Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Passed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Digest)
{
    /// <summary>Tests that were left out, where the output says so.</summary>
    public int? Skipped { get; init; }

    /// <summary>Where the counts come from; nothing when it did not run to its end.</summary>
    public CountSource? Counts { get; init; }

    /// <summary>What it showed on the base; nothing when it did not run there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public CheckRun? Base { get; init; }

    /// <summary>What it showed on the work with the base's tests and configuration; nothing when those are unchanged or may change.</summary>
    public CheckRun? Restored { get; init; }

    /// <summary>Which tests changed their result against the base; nothing when the output names no tests.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public CheckChange? Change { get; init; }

    /// <summary>Why it proves nothing, or cannot be held against the work; nothing when its status says all.</summary>
    public string? Doubt { get; init; }

    /// <summary>Whether the worker was never told of it.</summary>
    public bool Hidden { get; init; }
}
