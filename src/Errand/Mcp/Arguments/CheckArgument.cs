using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Mcp.Arguments;

/// <summary>Reads checks: <c>"name=command"</c> or <c>{"name": …, "command": …, "timeout": …}</c>, one or a list of them.</summary>
internal static class CheckArgument
{
    public static IReadOnlyList<CheckSpec> Read(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => ReadOne(name, item))] : [ReadOne(name, value)];

    private static CheckSpec ReadOne(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return ReadObject(value);

        return CheckText.Parse(name, ArgumentValue.Text(name, value, CheckText.Example));
    }

    private static CheckSpec ReadObject(JsonElement value)
    {
        var arguments = new ToolArguments("a check", ["name", "command", "timeout"], MembersOf(value));
        return new CheckSpec(
            arguments.RequiredText("name", "unit"),
            arguments.RequiredText("command", "dotnet test"),
            arguments.Time("timeout", "10m"));
    }

    private static Dictionary<string, JsonElement> MembersOf(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>();
        try
        {
            foreach (JsonProperty member in value.EnumerateObject())
                members[member.Name] = member.Value;
        }
        catch (InvalidOperationException)
        {
            throw ArgumentValue.Refused("check", value, "a name in it holds half of a character", CheckText.Example);
        }

        return members;
    }
}
