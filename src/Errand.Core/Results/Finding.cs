using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>One thing that looks unfinished or dishonest about the work.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The file; null when it is about the work as a whole.</param>
/// <param name="Line">The line in the new file, from 1; null when there is none.</param>
/// <param name="Text">A sentence of Errand's, or the line as the worker wrote it, at most 200 characters.</param>
public sealed record Finding(
    FindingKind Kind,
    [property: JsonConverter(typeof(PathJsonConverter))] string? Path,
    int? Line,
    string Text);
