using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What came of a worker's run.</summary>
/// <param name="ExitCode">How its shell ended.</param>
/// <param name="Said">All that it printed.</param>
/// <param name="Before">What it must leave alone, when it began.</param>
/// <param name="After">The same when it had ended.</param>
/// <param name="Left">Its processes that were still there then.</param>
internal sealed record VictimRun(int ExitCode, string Said, string Before, string After, IReadOnlyList<ProcessIdentity> Left);
