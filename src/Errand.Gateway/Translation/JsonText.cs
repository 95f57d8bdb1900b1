namespace Errand.Gateway.Translation;

/// <summary>The content of a JSON string as it stood between its quotes: UTF-8, still escaped. Copying it from message to message needs no transcoding and changes no byte.</summary>
/// <param name="Escaped">A slice of the message that it was read from; valid as long as that buffer is.</param>
public readonly record struct JsonText(ReadOnlyMemory<byte> Escaped)
{
    public static JsonText Empty { get; }

    public bool IsEmpty => Escaped.IsEmpty;
}
