using System.Text.Json;

namespace Errand.EndToEnd.Tests.Scripted;

/// <summary>What a client printed.</summary>
internal sealed record ClientRun(IReadOnlyList<JsonElement> Events, string Errors, int ExitCode)
{
    public IEnumerable<JsonElement> OfType(string type) => Events.Where(entry => entry.GetProperty("type").GetString() == type);

    public override string ToString() => $"exit {ExitCode}\n{Errors}\n{string.Join('\n', Events)}";
}
