using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>How a check's command ended, before it is judged.</summary>
/// <param name="ExitCode">Its exit code; 128 + signal number when a signal ended it.</param>
/// <param name="Directory">The tree that it ran on, an absolute path.</param>
/// <param name="FailedTests">Failed tests by its own count; null = unknown.</param>
/// <param name="Evidence">The lines of its output in which a reason would stand: the first failure's and the last ones.</param>
internal sealed record CheckEnd(int ExitCode, string Directory, int? FailedTests, IReadOnlyList<string> Evidence)
{
    /// <summary>The directories that the tree is made of, the topmost first; empty = it is on disk.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];
}

/// <summary>What the end of a check means.</summary>
/// <param name="Status">Passed, failed or infra.</param>
/// <param name="Sentence">Why it could not be judged; null unless infra.</param>
internal sealed record CheckMeaning(CheckStatus Status, string? Sentence);
