using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What looks unfinished or dishonest about work, as its diff shows it.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>The change ends test runs, shadows or disarms assertions, the runner, the clock or a module: a green run proves nothing.</summary>
    Disarmed,

    /// <summary>The change asks whether tests are running it.</summary>
    DetectsTests,

    /// <summary>Code that says it is not there yet: a not-implemented exception, a placeholder.</summary>
    Stub,

    /// <summary>A function without a body.</summary>
    EmptyBody,

    /// <summary>A test that the change makes the runner skip, or one that makes it skip all others.</summary>
    SkippedTest,

    /// <summary>A test that passes whatever the code does.</summary>
    EmptyTest,

    /// <summary>A mark such as <c>TODO</c> that the change adds.</summary>
    Todo,

    /// <summary>A criterion names something that neither the change nor a check holds.</summary>
    Criterion,

    /// <summary>A change was asked for and nothing changed.</summary>
    EmptyChange,

    /// <summary>A commit was asked for and the worker made none. Errand keeps the work in a commit of its own all the same.</summary>
    CommitMissing,

    /// <summary>The worker's report is missing, or lacks a part that was asked for.</summary>
    SummaryMissing,
}
