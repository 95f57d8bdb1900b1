using System.Text.Json;
using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

internal static class ScriptTurnReader
{
    private const double MaxDelaySeconds = 3600;
    private const double MaxPaceSeconds = 60;
    private const long MaxTokens = 1_000_000_000;

    public static ScriptTurn Read(ScriptNode node)
    {
        node.Object("think", "say", "call", "expect", "capture", "fault", "stop", "usage", "delay", "pace");
        var turn = new ScriptTurn
        {
            Path = node.Path,
            Think = node["think"]?.Text(),
            Say = node["say"]?.Text(),
            Calls = [.. node["call"]?.OneOrMore().Select(ScriptCallReader.Read) ?? []],
            ExpectInput = node["expect"] is { Value.ValueKind: JsonValueKind.String } pattern ? pattern.Pattern() : null,
            Capture = node["capture"] is { } capture ? Captures(capture) : new Dictionary<string, Regex>(),
            Faults = [.. node["fault"]?.OneOrMore().Select(ScriptFaultReader.Read) ?? []],
            Stop = node["stop"]?.OneOf(
                ("end", ScriptStop.End), ("tools", ScriptStop.Tools), ("length", ScriptStop.Length), ("refusal", ScriptStop.Refusal)),
            Usage = node["usage"] is { } usage ? Usage(usage) : null,
            Delay = node["delay"]?.Seconds(0, MaxDelaySeconds) ?? TimeSpan.Zero,
            Pace = node["pace"]?.Seconds(0, MaxPaceSeconds) ?? TimeSpan.Zero,
        };
        if (node["expect"] is { Value.ValueKind: not JsonValueKind.String } expect)
        {
            if (expect.Value.ValueKind != JsonValueKind.Object)
                throw expect.Wrong("it must be a regular expression, or an object with 'user', 'result' or both");

            expect.Object("user", "result");
            turn = turn with { ExpectUser = expect["user"]?.Pattern(), ExpectResult = expect["result"]?.Pattern() };
        }

        if (!turn.HasContent && turn.Faults.Count == 0)
            throw node.Wrong("it must have at least one of 'think', 'say', 'call' and 'fault'");

        return turn;
    }

    public static ScriptUsage Usage(ScriptNode node)
    {
        node.Object("input", "cached", "cacheWrite", "output", "reasoning");
        var usage = new ScriptUsage(Count("input"), Count("cached"), Count("cacheWrite"), Count("output"), Count("reasoning"));
        if (usage.Uncached < 0)
            throw node.Wrong("'input' counts all input tokens and so cannot be less than 'cached' and 'cacheWrite' together");
        if (usage.Reasoning > usage.Output)
            throw node.Wrong("'output' counts all output tokens and so cannot be less than 'reasoning'");

        return usage;

        long Count(string name) => node[name]?.Integer(0, MaxTokens) ?? 0;
    }

    private static Dictionary<string, Regex> Captures(ScriptNode node)
    {
        var captures = new Dictionary<string, Regex>();
        foreach (var (name, pattern) in node.Members())
        {
            if (!Placeholders.IsFreeName(name))
                throw pattern.Wrong($"its name must be a letter followed by letters, digits and '_', and none of {Placeholders.ReservedNames}");

            captures.Add(name, pattern.Pattern());
        }

        return captures;
    }
}
