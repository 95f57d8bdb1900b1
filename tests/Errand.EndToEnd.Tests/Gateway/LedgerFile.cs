using System.Text.Json.Nodes;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>The ledger of a state directory.</summary>
internal static class LedgerFile
{
    /// <summary>Its calls, oldest first.</summary>
    public static IEnumerable<JsonNode> Calls(ErrandUnderTest errand) => Directory.EnumerateFiles(Path.Combine(errand.State, "ledger"), "*.jsonl")
        .SelectMany(File.ReadLines)
        .Select(line => JsonNode.Parse(line)!)
        .Where(row => row["kind"]!.ToString() == "call");
}
