using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Jobs.Parts;

/// <summary>A part of a job's evidence that can be read in slices.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<JobPart>))]
public enum JobPart
{
    /// <summary>The delivered patch, or with a path the part of it for that file.</summary>
    Diff,

    /// <summary>What the worker printed.</summary>
    Log,

    /// <summary>What that meant, a line of JSON per event.</summary>
    Events,

    /// <summary>What a check printed; the path is the check's name.</summary>
    Check,

    /// <summary>What the worker was told.</summary>
    Brief,

    /// <summary>The job for people, <c>task.md</c>.</summary>
    Task,

    /// <summary>The journal.</summary>
    Journal,

    /// <summary>What each attempt used of each model, and what it cost.</summary>
    Usage,

    /// <summary>The changed files, a line each: how it changed, lines added and removed, path.</summary>
    Stat,

    /// <summary>The job as a story.</summary>
    Timeline,

    /// <summary>The story of one attempt; the path is its number, by default the latest.</summary>
    Attempt,
}
