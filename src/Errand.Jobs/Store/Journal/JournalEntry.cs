using System.Text.Json.Serialization;

namespace Errand.Jobs.Store;

/// <summary>One line of a job's journal: what happened, and when. Entries are only ever appended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(JobCreated), "created")]
[JsonDerivedType(typeof(SupervisorStarted), "supervisor")]
[JsonDerivedType(typeof(StateChanged), "state")]
[JsonDerivedType(typeof(WorkspacePrepared), "workspace")]
[JsonDerivedType(typeof(AttemptStarted), "attempt")]
[JsonDerivedType(typeof(WorkerStarted), "worker")]
[JsonDerivedType(typeof(SessionSeen), "session")]
[JsonDerivedType(typeof(WorkerEnded), "worker_ended")]
[JsonDerivedType(typeof(LeaksFound), "leaks")]
[JsonDerivedType(typeof(WorkCaptured), "captured")]
[JsonDerivedType(typeof(SecretsFound), "secrets")]
[JsonDerivedType(typeof(CheckEnded), "check")]
[JsonDerivedType(typeof(ProtectedFound), "protected")]
[JsonDerivedType(typeof(WorkExamined), "examined")]
[JsonDerivedType(typeof(ReviewStarted), "review")]
[JsonDerivedType(typeof(WorkReviewed), "reviewed")]
[JsonDerivedType(typeof(WorkJudged), "judged")]
[JsonDerivedType(typeof(DecisionMade), "decision")]
[JsonDerivedType(typeof(ApplyRefused), "apply_refused")]
[JsonDerivedType(typeof(WarningNoted), "warning")]
[JsonDerivedType(typeof(UsageCounted), "usage")]
[JsonDerivedType(typeof(BudgetReached), "budget_reached")]
[JsonDerivedType(typeof(BudgetRaised), "budget_raised")]
public abstract record JournalEntry
{
    /// <summary>Position in the journal, from 1, without gaps.</summary>
    [JsonPropertyOrder(-2)]
    public int Seq { get; init; }

    [JsonPropertyOrder(-1)]
    public DateTimeOffset At { get; init; }
}
