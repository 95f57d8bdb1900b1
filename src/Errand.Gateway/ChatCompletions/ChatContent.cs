using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Writes what messages contain. Text alone is one string, which every backend takes; a list of parts is written only where there are images.</summary>
internal sealed class ChatContent(JsonSplice output, BackendProfile profile)
{
    private const string InTool = "tool";
    private const string Nowhere = "none";

    private static ReadOnlySpan<byte> NoImage => "[An image was here that this model cannot see.]"u8;

    private static ReadOnlySpan<byte> ImageBelow => "[An image: see the next user message.]"u8;

    public static ReadOnlySpan<byte> BlankLine => "\\n\\n"u8;

    private static ReadOnlySpan<byte> NewLine => "\\n"u8;

    public static JsonText OrphanNote(ToolResultPart result)
    {
        var note = new JsonSplice();
        note.Raw(result.IsError ? "Error of the tool call "u8 : "Result of the tool call "u8);
        note.Raw(result.CallId.Escaped.Span);
        note.Raw((byte)':');
        return new JsonText(note.ToArray());
    }

    /// <summary>Texts as one string's content; images are only mentioned.</summary>
    public void WriteJoined(IReadOnlyList<Part> parts, ReadOnlySpan<byte> separator)
    {
        var isFirst = true;
        foreach (var part in parts)
        {
            if (part is not (TextPart or ImagePart))
                continue;
            if (!isFirst)
                output.Raw(separator);
            isFirst = false;
            output.Raw(part is TextPart text ? text.Text.Escaped.Span : NoImage);
        }
    }

    public void WriteResult(ToolResultPart result, List<Part> images)
    {
        output.Raw("{\"role\":\"tool\",\"tool_call_id\":"u8);
        output.Quoted(result.CallId.Escaped.Span);
        output.Raw(",\"content\":"u8);
        if (profile.Images == InTool && HasImage(result.Content))
            Parts([], result.IsError ? [new TextPart(new JsonText("Error:"u8.ToArray())), .. result.Content] : result.Content);
        else
            ResultText(result, images);
        output.Raw((byte)'}');
    }

    public void WriteUser(List<Part> resultImages, List<Part> spoken)
    {
        if (profile.Images != Nowhere && (resultImages.Count > 0 || HasImage(spoken)))
        {
            Parts(resultImages, spoken);
            return;
        }

        output.Raw((byte)'"');
        WriteJoined(spoken, BlankLine);
        output.Raw((byte)'"');
    }

    private void ResultText(ToolResultPart result, List<Part> images)
    {
        output.Raw((byte)'"');
        if (result.IsError)
            output.Raw("Error: "u8);
        var isFirst = true;
        foreach (var part in result.Content)
        {
            if (part is not (TextPart or ImagePart))
                continue;
            if (!isFirst)
                output.Raw(NewLine);
            isFirst = false;
            output.Raw(part is TextPart text ? text.Text.Escaped.Span : profile.Images == Nowhere || !IsKnown(part) ? NoImage : ImageBelow);
            if (IsKnown(part) && profile.Images != Nowhere)
                images.Add(part);
        }

        output.Raw((byte)'"');
    }

    private void Parts(IReadOnlyList<Part> first, IReadOnlyList<Part> second)
    {
        output.Raw((byte)'[');
        var isFirst = true;
        foreach (var part in first.Concat(second))
        {
            if (part is not (TextPart or ImagePart))
                continue;
            if (!isFirst)
                output.Raw((byte)',');
            isFirst = false;
            if (part is ImagePart image && IsKnown(part))
            {
                Image(image);
                continue;
            }

            output.Raw("{\"type\":\"text\",\"text\":"u8);
            output.Quoted(part is TextPart text ? text.Text.Escaped.Span : NoImage);
            output.Raw((byte)'}');
        }

        output.Raw((byte)']');
    }

    private void Image(ImagePart image)
    {
        output.Raw("{\"type\":\"image_url\",\"image_url\":{\"url\":\""u8);
        if (image.Url.IsEmpty)
        {
            output.Raw("data:"u8);
            output.Raw(image.MediaType.IsEmpty ? "image/png"u8 : image.MediaType.Escaped.Span);
            output.Raw(";base64,"u8);
            output.Raw(image.Data.Escaped.Span);
        }
        else
        {
            output.Raw(image.Url.Escaped.Span);
        }

        output.Raw("\"}}"u8);
    }

    private static bool HasImage(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (IsKnown(part))
                return true;
        }

        return false;
    }

    // One that was uploaded to Anthropic's servers has neither.
    private static bool IsKnown(Part part) => part is ImagePart image && !(image.Data.IsEmpty && image.Url.IsEmpty);
}
