namespace Errand.Gateway.Translation.Answers;

internal static class AnswerForms
{
    /// <summary>Tells the form by the first byte that is no blank, and takes the blanks off.</summary>
    public static AnswerForm Recognize(ref ReadOnlySpan<byte> upstream)
    {
        // The bytes of a byte order mark begin nothing else.
        upstream = upstream.TrimStart(" \t\r\n\uFEFF"u8);
        if (upstream.IsEmpty)
            return AnswerForm.Unknown;

        return upstream[0] switch
        {
            (byte)'{' or (byte)'[' => AnswerForm.Body,
            (byte)'<' => AnswerForm.Foreign,
            _ => AnswerForm.Stream,
        };
    }
}
