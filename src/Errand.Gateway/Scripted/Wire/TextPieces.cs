namespace Errand.Gateway.Scripted;

internal static class TextPieces
{
    // Small enough that a sentence comes in several pieces, as it does from a model.
    private const int MinSize = 24;

    // A text of megabytes shall not become hundreds of thousands of events.
    private const int MaxPieces = 200;

    /// <summary>Cuts a text into pieces; never inside a surrogate pair. Nothing for an empty text.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var size = Math.Max(MinSize, text.Length / MaxPieces);
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + size, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end++;
            yield return text[start..end];
            start = end;
        }
    }
}
