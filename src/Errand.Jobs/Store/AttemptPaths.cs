namespace Errand.Jobs.Store;

/// <summary>Where the parts of one attempt are.</summary>
public sealed class AttemptPaths(string directory)
{
    public string Directory { get; } = directory;

    /// <summary>What the worker was told.</summary>
    public string Prompt => Path.Combine(Directory, "prompt.md");

    /// <summary>What the worker printed, bounded.</summary>
    public string WorkerLog => Path.Combine(Directory, "worker.log");

    /// <summary>What that meant, a line per event.</summary>
    public string Events => Path.Combine(Directory, "events.jsonl");

    public string Patch => Path.Combine(Directory, "patch.diff");

    /// <summary>What a reviewer of the attempt's work was told and printed.</summary>
    public AttemptPaths Review => new(Path.Combine(Directory, "review"));

    public string Checks => Path.Combine(Directory, "checks");
}
