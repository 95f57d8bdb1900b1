using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Which rule a job broke.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<ViolationKind>))]
public enum ViolationKind
{
    /// <summary>No scope glob covers the path.</summary>
    OutsideScope,

    /// <summary>A deny glob covers the path.</summary>
    Denied,

    /// <summary>A path that needs to be named before a job may change it: secrets, lock files, CI, agent configuration.</summary>
    Sensitive,

    /// <summary>A change in read mode.</summary>
    ReadOnly,

    /// <summary>A symbolic link that leads out of the repository.</summary>
    EscapingLink,

    /// <summary>An entry that is neither a file nor a directory nor a symbolic link, a nested repository, a set-user-ID file, or one with names elsewhere.</summary>
    Special,

    /// <summary>A name that is no UTF-8 or holds control characters.</summary>
    Name,

    /// <summary>More files, bytes or depth than the limits allow.</summary>
    Limit,

    /// <summary>A change of the user's own checkout, refs, configuration, hooks or stash that the worker could have made, because no sandbox held it.</summary>
    Leak,
}
