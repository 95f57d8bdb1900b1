namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition WrongState { get; } =
        new(6001, "The job's state does not allow that decision.", "Look at the job's `next:` line for what can be decided now.");

    public static ErrorDefinition NothingToDeliver { get; } =
        new(6002, "The job has no work that could be accepted.", "Discard the job, or give it another attempt with retry or rework.");

    public static ErrorDefinition ReworkLimit { get; } =
        new(6003, "The job has used all its reworks.", "Accept or discard it, or start a new job with `continue`.");

    public static ErrorDefinition BudgetOfOthers { get; } =
        new(6005, "The job waits for a budget that is not its own.", "Raise the budget that the message names in config.json or wait for its next period, then retry the job.");

    public static ErrorDefinition SupervisorSilent { get; } =
        new(6004, "The job's supervisor did not do in time what it was asked.", "Try again; if it lasts, end the process that the message names.");
}
