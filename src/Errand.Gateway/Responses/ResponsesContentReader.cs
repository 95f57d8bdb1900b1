using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>Reads what stands in <c>content</c> or <c>output</c>: a text, or a list of parts. Files and audio have no form elsewhere and are left out.</summary>
internal static class ResponsesContentReader
{
    public static List<Part> Read(RawJson content)
    {
        var parts = new List<Part>();
        if (content.IsEmpty)
            return parts;
        var cursor = new JsonCursor(content.Utf8);
        if (cursor.IsString)
            parts.Add(new TextPart(cursor.TextSlice));
        else if (cursor.IsArray)
        {
            int depth = cursor.Depth;
            while (cursor.NextElement(depth))
                ReadPart(ref cursor, parts);
        }
        else if (!cursor.IsNull)
            parts.Add(new TextPart(Escaped(content)));
        return parts;
    }

    /// <summary>The plain reasoning of a reasoning item: its <c>reasoning_text</c> parts, joined. A summary is not the reasoning.</summary>
    public static JsonText Reasoning(RawJson content)
    {
        if (content.IsEmpty)
            return default;
        var parts = Read(content).OfType<TextPart>().ToList();
        if (parts.Count < 2)
            return parts.Count == 0 ? default : parts[0].Text;
        var joined = new JsonSplice();
        foreach (var part in parts)
            joined.Raw(part.Text.Escaped.Span);
        return new JsonText(joined.ToArray());
    }

    private static void ReadPart(ref JsonCursor cursor, List<Part> parts)
    {
        if (cursor.IsString)
        {
            parts.Add(new TextPart(cursor.TextSlice));
            return;
        }

        if (!cursor.IsObject)
            return;
        JsonText text = default, url = default;
        bool hasText = false;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("text"u8) || cursor.NameIs("refusal"u8))
            {
                hasText |= cursor.IsString;
                text = cursor.IsString ? cursor.TextSlice : text;
            }
            else if (cursor.NameIs("image_url"u8))
                url = ImageUrl(ref cursor);
        }

        if (!url.IsEmpty)
            parts.Add(Image(url));
        else if (hasText)
            parts.Add(new TextPart(text));
    }

    // Chat's form, an object, is met in the wild too.
    private static JsonText ImageUrl(ref JsonCursor cursor)
    {
        if (!cursor.IsObject)
            return cursor.TextSlice;
        JsonText url = default;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("url"u8))
                url = cursor.TextSlice;
        }

        return url;
    }

    private static ImagePart Image(JsonText url)
    {
        var span = url.Escaped.Span;
        int mark = span.IndexOf(";base64,"u8);
        if (!span.StartsWith("data:"u8) || mark < 0)
            return new ImagePart { Url = url };
        return new ImagePart
        {
            MediaType = new JsonText(url.Escaped["data:".Length..mark]),
            Data = new JsonText(url.Escaped[(mark + ";base64,".Length)..]),
        };
    }

    private static JsonText Escaped(RawJson value)
    {
        var text = new JsonSplice();
        text.Escaped(value.Utf8.Span);
        return new JsonText(text.ToArray());
    }
}
