using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>What looks like a secret in a line that the change adds. The patch itself stays as it is.</summary>
/// <param name="Path">The path, as in <see cref="FileChange"/>.</param>
/// <param name="Line">The line in the changed file, from 1.</param>
/// <param name="Rule">What it was recognized by, such as <c>aws-access-key-id</c>, <c>private-key</c> or <c>known-value</c>; docs/redaction.md has more.</param>
public sealed record SecretFinding([property: JsonConverter(typeof(PathJsonConverter))] string Path, int Line, string Rule);
