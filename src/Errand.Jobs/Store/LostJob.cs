namespace Errand.Jobs.Store;

/// <summary>What is said of a job whose supervisor is gone.</summary>
internal static class LostJob
{
    public const string Reason = "The job's supervisor died; its worker was ended and its work so far is kept. Retry the job to go on, or discard it.";

    public const string NeverTakenReason = "The job was recorded, but no supervisor ever took it: its server died while starting it, or the machine was restarted. Retry the job to start it.";
}
