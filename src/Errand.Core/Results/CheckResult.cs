namespace Errand.Core;

/// <summary>What one check showed on the delivered tree.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Status">How it ended.</param>
/// <param name="ExitCode">The command's exit code; null when it did not end by itself.</param>
/// <param name="Seconds">Wall time in seconds.</param>
/// <param name="Passed">Tests that passed, where the output says so.</param>
/// <param name="Failed">Tests that failed, where the output says so.</param>
/// <param name="Digest">The first failure in at most 600 characters; null when it passed.</param>
public sealed record CheckResult(string Name, CheckStatus Status, int? ExitCode, double Seconds, int? Passed, int? Failed, string? Digest);
