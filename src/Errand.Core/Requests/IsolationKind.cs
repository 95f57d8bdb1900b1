using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Where an attempt works.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<IsolationKind>))]
public enum IsolationKind
{
    /// <summary>A private clone outside the user's repository.</summary>
    Checkout,

    /// <summary>The user's own tree; one job at a time per repository.</summary>
    Inplace,

    /// <summary>A private tree that only the sandbox shows: the changes above the base's files, which all jobs share. A checkout where that does not work.</summary>
    Overlay,
}
