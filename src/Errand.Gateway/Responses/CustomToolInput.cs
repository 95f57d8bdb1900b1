using System.Text.Json;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>
/// The raw string of a freeform tool's call. Other protocols know only arguments that are an object, so the tool is offered as a function with one
/// string property; models get its name wrong, leave the object away, or send the bare text.
/// </summary>
internal static class CustomToolInput
{
    /// <param name="arguments">JSON in the content of a JSON string: escaped twice where it holds a text.</param>
    /// <returns>The input as escaped string content.</returns>
    public static byte[] Of(ReadOnlySpan<byte> arguments)
    {
        var json = new JsonSplice();
        json.Unescaped(arguments);
        try
        {
            var cursor = new JsonCursor(json.Written);
            if (cursor.IsString)
                return Whole(ref cursor, cursor.Text);
            if (cursor.IsObject)
                return OnlyText(ref cursor) ?? arguments.ToArray();
        }
        catch (JsonException)
        {
        }

        return arguments.ToArray();
    }

    private static byte[] Whole(ref JsonCursor cursor, ReadOnlySpan<byte> text)
    {
        cursor.Finish();
        return text.ToArray();
    }

    // An object without a text is a text itself; an empty one is none.
    private static byte[]? OnlyText(ref JsonCursor cursor)
    {
        ReadOnlySpan<byte> input = default, other = default;
        bool hasInput = false;
        int texts = 0, members = 0;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            members++;
            if (!cursor.IsString)
                continue;
            texts++;
            other = cursor.Text;
            if (!cursor.NameIs("input"u8))
                continue;
            hasInput = true;
            input = cursor.Text;
        }

        cursor.Finish();
        if (hasInput)
            return input.ToArray();
        return texts == 1 || members == 0 ? other.ToArray() : null;
    }
}
