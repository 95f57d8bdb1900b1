using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>A changed path that belongs to what judges the work.</summary>
/// <param name="Path">The path, as in <see cref="FileChange"/>.</param>
/// <param name="Class">What it belongs to.</param>
/// <param name="Summary">What was changed there, in a few words of Errand's own, such as <c>2 assertions removed, 1 skip added</c>.</param>
/// <param name="Additive">Whether all that the base had is still there.</param>
public sealed record ProtectedChange(
    [property: JsonConverter(typeof(PathJsonConverter))] string Path, ProtectedClass Class, string Summary, bool Additive);
