using System.Text.Json;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>The <c>action</c> of a <c>local_shell_call</c>, made of the arguments of a function.</summary>
internal static class LocalShellAction
{
    /// <param name="arguments">JSON in the content of a JSON string; empty = none yet.</param>
    /// <param name="output">Takes the object.</param>
    public static void Write(ReadOnlySpan<byte> arguments, JsonSplice output)
    {
        output.Raw("{\"type\":\"exec\""u8);
        var json = new JsonSplice();
        json.Unescaped(arguments);
        if (!TryWriteMembers(json.Written, output))
        {
            output.Raw(",\"command\":["u8);
            if (!arguments.IsEmpty)
                output.Quoted(arguments);
            output.Raw("],\"env\":{}"u8);
        }

        output.Raw("}"u8);
    }

    private static bool TryWriteMembers(ReadOnlySpan<byte> json, JsonSplice output)
    {
        var members = new JsonSplice();
        bool hasCommand = false, hasEnvironment = false;
        try
        {
            var cursor = new JsonCursor(json);
            if (!cursor.IsObject)
                return false;
            int depth = cursor.Depth;
            while (cursor.NextMember(depth))
            {
                // A model that saw earlier actions repeats their type; a member twice is an error to the client.
                if (cursor.NameIs("type"u8))
                    continue;
                hasCommand |= cursor.NameIs("command"u8) && cursor.IsArray;
                hasEnvironment |= cursor.NameIs("env"u8);
                members.Raw(","u8);
                members.Quoted(cursor.Name);
                members.Raw(":"u8);
                members.Raw(cursor.Raw());
            }

            cursor.Finish();
        }
        catch (JsonException)
        {
            return false;
        }

        if (!hasCommand)
            return false;
        output.Raw(members.Written);
        if (!hasEnvironment)
            output.Raw(",\"env\":{}"u8);
        return true;
    }
}
