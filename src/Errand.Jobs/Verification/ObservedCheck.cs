using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>What a check showed on one tree.</summary>
/// <param name="Result">Status, counts and digest.</param>
/// <param name="Failing">The names of failed tests, as far as the output gives them.</param>
/// <param name="Passing">The names of passed tests, as far as the output gives them.</param>
public sealed record ObservedCheck(CheckResult Result, IReadOnlyList<string> Failing, IReadOnlyList<string> Passing)
{
    /// <summary>Whether its runner counts tests only when some failed, so that a count that is missing means nothing.</summary>
    public bool CountsOnlyFailures { get; init; }

    /// <summary>The same in short.</summary>
    [JsonIgnore]
    public CheckRun Run => new(Result.Status, Result.Passed, Result.Failed, Result.Skipped);

    /// <summary>A check that there was no tree for.</summary>
    public static ObservedCheck Infra(string name, string sentence) =>
        new(new CheckResult(name, CheckStatus.Infra, null, 0, null, null, Escaping.Cut(Escaping.Escape(sentence), FailureDigest.Limit)), [], []);
}
