using System.Text.Json;

namespace Errand.Gateway.Scripted;

internal static class ScriptFaultReader
{
    private const double MaxStallSeconds = 3600;
    private const int MaxEvents = 1_000_000;
    private const int MaxTimes = 1_000_000;

    private static readonly string[] Kinds = ["status", "tear", "stall", "error", "garbage", "empty"];

    public static ScriptFault Read(ScriptNode node)
    {
        if (node.Value.ValueKind != JsonValueKind.Object || Kinds.Where(kind => node[kind] is not null).ToList() is not [var kind])
            throw node.Wrong($"it must be an object with exactly one of {string.Join(", ", Kinds)}");

        return kind switch
        {
            "status" => Status(node.Object("status", "code", "message", "headers", "times")),
            "tear" => new TearFault(
                Times(node.Object("tear", "after", "times")),
                node.Required("tear").OneOf(("abort", true), ("close", false)),
                After(node)),
            "stall" => new StallFault(Times(node.Object("stall", "after", "times")), Duration(node.Required("stall")), After(node)),
            "error" => new ErrorEventFault(
                Times(node.Object("error", "message", "after", "times")),
                node.Required("error").NonEmptyText(),
                node["message"]?.Text() ?? "The script says so.",
                After(node) ?? 0),
            "garbage" => new GarbageFault(Times(node.Object("garbage", "after", "times")), node.Required("garbage").NonEmptyText(), After(node) ?? 0),
            _ => Empty(node.Object("empty", "times")),
        };
    }

    private static StatusFault Status(ScriptNode node) => new(
        Times(node),
        (int)node.Required("status").Integer(400, 599),
        node["code"]?.NonEmptyText(),
        node["message"]?.Text() ?? "The script says so.",
        node["headers"] is { } headers ? Headers(headers) : new Dictionary<string, string>());

    private static Dictionary<string, string> Headers(ScriptNode node)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in node.Members())
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                throw value.Wrong("its name must be a header's: letters, digits and '-'");
            if (name.ToLowerInvariant() is "content-length" or "transfer-encoding" or "connection" or "content-type")
                throw value.Wrong("this header follows from the answer and cannot be given");
            if (value.Text().Any(c => c is < ' ' or > '~'))
                throw value.Wrong("it must be printable ASCII");

            headers[name] = value.Text();
        }

        return headers;
    }

    private static TimeSpan? Duration(ScriptNode node)
    {
        if (node.Value.ValueKind == JsonValueKind.Number)
            return node.Seconds(0, MaxStallSeconds);
        if (node.Value.ValueKind != JsonValueKind.String || !node.Value.ValueEquals("released"))
            throw node.Wrong($"it must be a number of seconds from 0 to {MaxStallSeconds}, or \"released\"");

        return null;
    }

    private static EmptyFault Empty(ScriptNode node) =>
        node.Required("empty").Value.ValueKind == JsonValueKind.True ? new EmptyFault(Times(node)) : throw node.Required("empty").Wrong("it must be true");

    private static int? After(ScriptNode node) => (int?)node["after"]?.Integer(0, MaxEvents);

    private static int? Times(ScriptNode node) => node["times"] switch
    {
        null => 1,
        { Value.ValueKind: JsonValueKind.String } word => word.OneOf<int?>(("always", null)),
        { Value.ValueKind: JsonValueKind.Number } number => (int)number.Integer(1, MaxTimes),
        { } other => throw other.Wrong($"it must be a whole number from 1 to {MaxTimes}, or \"always\""),
    };
}
