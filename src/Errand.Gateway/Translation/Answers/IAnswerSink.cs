namespace Errand.Gateway.Translation.Answers;

/// <summary>Takes an upstream's answer in the order in which it came, before it is put into legal order. Spans are JSON string contents, still escaped, valid during the call.</summary>
/// <remarks>One reader per protocol calls it; <c>AnswerShaper</c> implements it and calls one <see cref="IAnswerWriter"/>.</remarks>
public interface IAnswerSink
{
    void Reasoning(ReadOnlySpan<byte> escaped);

    /// <summary>The upstream's own seal (<c>signature</c>, <c>encrypted_content</c>) of the reasoning before it.</summary>
    void ReasoningSeal(ReadOnlySpan<byte> escaped);

    void Text(ReadOnlySpan<byte> escaped);

    void ToolCall(in ToolCallDelta delta);

    /// <summary>May come more than once; the last counts.</summary>
    void Finish(FinishReason reason);

    /// <summary>May come more than once; the last counts.</summary>
    void Usage(in TokenUsage usage);

    /// <summary>The upstream said, in its stream or body, that it failed.</summary>
    void Fail(UpstreamError error);

    /// <summary>Nothing more comes.</summary>
    /// <param name="isProper">False if the protocol's own end was not seen: the answer is torn.</param>
    void End(bool isProper);
}
