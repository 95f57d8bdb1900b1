namespace Errand.Jobs.Workers;

/// <summary>What a program has answered, as a file of the cache.</summary>
/// <param name="Subject">The program and the questions.</param>
/// <param name="Answers">Its answers, in the order of the questions.</param>
internal sealed record ProbeRecord(ProbeSubject Subject, IReadOnlyList<ProbeAnswer> Answers);

/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ProbeAnswer(int ExitCode, string Output, string Error);
