using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Supervision;

/// <summary>How an attempt's worker ended.</summary>
/// <param name="Outcome">As its driver, corrected by what the supervisor knows, judges it.</param>
/// <param name="StopReason">Whose doing it was.</param>
/// <param name="BudgetStop">The budget that had no room for a call of the worker; null = none was refused.</param>
/// <param name="IsSessionGone">Whether the session that it was to go on in does not exist any more, so that it did nothing.</param>
public sealed record WorkerRunResult(WorkerOutcome Outcome, StopReason StopReason, BudgetStop? BudgetStop, bool IsSessionGone);
