using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>A worker is about to be started.</summary>
/// <param name="Number">The attempt, from 1.</param>
/// <param name="Program">The worker's program.</param>
/// <param name="Version">What the program says its version is.</param>
/// <param name="ResumedSession">The session that goes on; null = a fresh one.</param>
/// <param name="IsCompletion">Whether the worker is only asked to complete the report of the attempt before.</param>
public sealed record AttemptStarted(int Number, string Program, string? Version, string? ResumedSession, bool IsCompletion = false) : JournalEntry
{
    /// <summary>What holds the worker; null = a version of Errand that had no sandbox.</summary>
    public SandboxKind? Sandbox { get; init; }
}
