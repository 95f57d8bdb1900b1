using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>A check gave its result.</summary>
public sealed record CheckEnded(CheckResult Result) : JournalEntry;
