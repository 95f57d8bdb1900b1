using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>The <c>source</c> of an image or a document.</summary>
internal readonly struct MessagesSource
{
    private readonly ImagePart? image;

    private MessagesSource(ImagePart image, bool isText, List<Part>? content)
    {
        this.image = image;
        IsText = isText;
        Content = content;
    }

    /// <summary>Also holds a text document's text, as data.</summary>
    public ImagePart Image => image ?? new ImagePart();

    public bool IsText { get; }

    /// <summary>A document's own blocks; null = it has none.</summary>
    public List<Part>? Content { get; }

    public static MessagesSource Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        JsonText mediaType = default;
        JsonText data = default;
        JsonText url = default;
        var isText = false;
        List<Part>? content = null;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("data"u8))
                data = JsonScan.Text(ref reader, body);
            else if (name.SequenceEqual("media_type"u8))
                mediaType = JsonScan.Text(ref reader, body);
            else if (name.SequenceEqual("url"u8))
                url = JsonScan.Text(ref reader, body);
            else if (name.SequenceEqual("content"u8))
                content = MessagesParts.Content(ref reader, body);
            else if (name.SequenceEqual("type"u8))
                isText = JsonScan.String(ref reader) == "text";
            else
                reader.Skip();
        }

        return new MessagesSource(new ImagePart { MediaType = mediaType, Data = data, Url = url }, isText, content);
    }
}
