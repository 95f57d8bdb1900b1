namespace Errand.Core.Forms;

/// <summary>A row of docs/configuration.md.</summary>
/// <param name="Path">The key path, such as <c>workers.NAME.driver</c>.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Default">What holds without the key; empty = nothing.</param>
/// <param name="Variable">The environment variable that sets it; null = none.</param>
/// <param name="Meaning">A sentence.</param>
public sealed record SettingRow(string Path, string Allowed, string Default, string? Variable, string Meaning);
