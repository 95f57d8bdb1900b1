using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Something that the job was not allowed to do.</summary>
/// <param name="Path">The path, as in <see cref="FileChange"/>; empty when the violation has none.</param>
/// <param name="Kind">What rule it breaks.</param>
/// <param name="Detail">A sentence that says what was done.</param>
public sealed record Violation([property: JsonConverter(typeof(PathJsonConverter))] string Path, ViolationKind Kind, string Detail);
