namespace Errand.Gateway.Translation;

/// <summary>Whose seal of reasoning it is; the value is its letter in <see cref="ReasoningSeal"/>.</summary>
internal enum SealOrigin : byte
{
    None,

    /// <summary>Anthropic's <c>signature</c> of a thinking block.</summary>
    AnthropicSignature = (byte)'a',

    /// <summary>Anthropic's <c>data</c> of a redacted_thinking block.</summary>
    AnthropicRedacted = (byte)'x',

    /// <summary>OpenAI's <c>encrypted_content</c> of a reasoning item.</summary>
    ResponsesContent = (byte)'o',
}
