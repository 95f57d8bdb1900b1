using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What a check's counts were read from.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<CountSource>))]
public enum CountSource
{
    /// <summary>What it printed.</summary>
    Output,

    /// <summary>Reports in XML that it left in its tree, since it printed no counts.</summary>
    Reports,

    /// <summary>Nothing: no counts were found, and its exit code alone says how it ended.</summary>
    ExitCodeOnly,
}
