namespace Errand.Jobs.Store;

/// <summary>Another worker is about to be asked for its opinion of the work.</summary>
/// <param name="Number">The review, from 1 over the whole job.</param>
/// <param name="Worker">The worker's name in the configuration.</param>
public sealed record ReviewStarted(int Number, string Worker) : JournalEntry;
