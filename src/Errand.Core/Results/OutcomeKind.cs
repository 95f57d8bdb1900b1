using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What an attempt came to, before anybody judges whether it is right.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<OutcomeKind>))]
public enum OutcomeKind
{
    /// <summary>Files changed.</summary>
    Changed,

    /// <summary>Nothing changed, and the worker says that nothing needed to.</summary>
    Nothing,

    /// <summary>The worker says that the task cannot be done as asked; it may have changed files all the same.</summary>
    Cannot,
}
