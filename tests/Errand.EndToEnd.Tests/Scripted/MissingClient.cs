using Errand.Testing;

namespace Errand.EndToEnd.Tests.Scripted;

internal static class MissingClient
{
    public static string? Reason { get; } =
        new[] { ToolPaths.Claude, ToolPaths.Codex }.FirstOrDefault(path => !ToolPaths.IsInstalled(path)) is { } missing
            ? $"'{missing}' is not installed; run `npm ci --prefix .tools` with the files of eng/tools."
            : null;
}
