using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What another model, which could only read, said about the work. It lowers a verdict or leaves it as it is.</summary>
public sealed record Review
{
    /// <summary>The reviewing worker's name in the configuration.</summary>
    public required string Worker { get; init; }

    /// <summary>The model that it reported, else the one that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Model { get; init; }

    /// <summary>Whether there is an opinion.</summary>
    public required ReviewStatus Status { get; init; }

    /// <summary>Whether it is the job's own worker and model, because no other could be had: its opinion is hardly a second one.</summary>
    public bool SameWorker { get; init; }

    /// <summary>Why there is no opinion, in a sentence; null when there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Reason { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>What it found, the gravest first; 50 at most.</summary>
    public IReadOnlyList<ReviewFinding> Findings { get; init; } = [];
}
