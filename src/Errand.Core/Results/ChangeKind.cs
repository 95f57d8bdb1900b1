using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>How a path differs from the base.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<ChangeKind>))]
public enum ChangeKind
{
    Added,
    Modified,
    Deleted,
    Renamed,

    /// <summary>Only the file mode differs.</summary>
    Mode,

    /// <summary>The kind of entry differs, such as a file that became a symbolic link.</summary>
    Type,
}
