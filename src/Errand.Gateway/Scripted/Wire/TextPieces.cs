namespace Errand.Gateway.Scripted;

internal static class TextPieces
{
    // Small enough that a sentence comes in several pieces, as it does from a model.
    private const int Size = 24;

    /// <summary>Cuts a text into pieces; never inside a surrogate pair. Nothing for an empty text.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + Size, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end++;
            yield return text[start..end];
            start = end;
        }
    }
}
