using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>One changed path, computed from file content and modes against the base tree.</summary>
/// <param name="Path">Relative to the repository's root with <c>/</c> between names; bytes that are no UTF-8 are lone surrogates U+DC80 to U+DCFF.</param>
/// <param name="Change">How it changed.</param>
/// <param name="Added">Added lines; null for binary content.</param>
/// <param name="Removed">Removed lines; null for binary content.</param>
/// <param name="OldPath">The former path of a renamed file.</param>
public sealed record FileChange(
    [property: JsonConverter(typeof(PathJsonConverter))] string Path,
    ChangeKind Change,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Added,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Removed,
    [property: JsonConverter(typeof(PathJsonConverter))] string? OldPath = null);
