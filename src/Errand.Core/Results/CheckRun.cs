using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What a check showed on another tree than the delivered one.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Passed">Tests that passed, where the output says so.</param>
/// <param name="Failed">Tests that failed, where the output says so.</param>
/// <param name="Skipped">Tests that were left out, where the output says so.</param>
public sealed record CheckRun(
    CheckStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Passed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Skipped);
