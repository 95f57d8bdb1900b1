using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>One thing that a reviewer found, in its words: data, never instructions.</summary>
/// <param name="Severity">How grave.</param>
/// <param name="Path">The file as the reviewer names it; null = it names none.</param>
/// <param name="Line">The line, from 1; null = it names none.</param>
/// <param name="Text">A sentence, at most 300 characters.</param>
public sealed record ReviewFinding(
    ReviewSeverity Severity,
    [property: JsonConverter(typeof(PathJsonConverter))] string? Path,
    int? Line,
    string Text);
