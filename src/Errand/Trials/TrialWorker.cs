using Errand.Core;

namespace Errand.Trials;

/// <summary>A worker as it takes part in a trial: its real program, and nothing else of its configuration that could reach a real model.</summary>
/// <param name="Name">Its name in the trial's configuration.</param>
/// <param name="Driver"><c>claude</c> or <c>codex</c>.</param>
internal sealed record TrialWorker(string Name, string Driver)
{
    /// <summary>The program and its first arguments; empty = the driver's own, from PATH.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public string? Model { get; init; }

    public string? Effort { get; init; }

    /// <summary>PATH of the worker; null = that of the trial.</summary>
    public string? SearchPath { get; init; }

    /// <summary>
    /// Takes over how the program is found and asked, and leaves out endpoint, keys, login, profile and variables: any of them could make it
    /// call a model that costs money.
    /// </summary>
    public static TrialWorker Of(WorkerSpec worker) => new(worker.Name, worker.Driver)
    {
        Command = worker.Command,
        Model = worker.Model,
        Effort = worker.Effort,
        SearchPath = worker.Env.GetValueOrDefault("PATH"),
    };
}
