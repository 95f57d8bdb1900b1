using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Mcp.Arguments;

/// <summary>Reads one value, or says what is wrong with it.</summary>
internal static class ArgumentValue
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(36_500);

    public static string Text(string name, JsonElement value, string example)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Refused(name, value, $"it is {KindOf(value)}, not a string", example);

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refused(name, value, "it holds half of a character", example);
        }
    }

    public static JobId Job(string name, string text) =>
        JobId.TryParse(text, out JobId id) ? id : throw RequestValidator.Refused(name, text, "it names no job", "j7");

    public static TimeSpan Time(string name, JsonElement value, string example)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            string text = Text(name, value, example);
            return Duration.TryParse(text, out TimeSpan time, out string? problem) ? time : throw RequestValidator.Refused(name, text, problem, example);
        }

        if (value.ValueKind != JsonValueKind.Number)
            throw Refused(name, value, $"it is {KindOf(value)}, not a length of time", example);
        // A number that no double holds is read as infinity.
        return value.TryGetDouble(out double seconds) && seconds >= 0 && seconds <= LongestTime.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Refused(name, value, $"it is a number of seconds from 0 to {LongestTime.TotalSeconds:0}", example);
    }

    public static ErrandException Refused(string name, JsonElement value, string reason, string example) =>
        RequestValidator.Refused(name, value.GetRawText(), reason, example);

    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        JsonValueKind.Null => "null",
        _ => "a string",
    };
}
