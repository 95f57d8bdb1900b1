using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>The job went from one state to the next.</summary>
/// <param name="From">The state that it leaves.</param>
/// <param name="To">The state that it is in from now on.</param>
/// <param name="Class">A <see cref="BlockedClass"/>, <see cref="WaitingFor"/> or <see cref="CancelReason"/> in its written form.</param>
/// <param name="Reason">A sentence: what happened and what to do next.</param>
/// <param name="By">Whose doing: supervisor, recovery, cli, or a host's name.</param>
public sealed record StateChanged(JobState From, JobState To, string? Class, string Reason, string By) : JournalEntry;
