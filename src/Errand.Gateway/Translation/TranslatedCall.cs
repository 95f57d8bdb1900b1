namespace Errand.Gateway.Translation;

/// <summary>A call that is ready to be sent.</summary>
public abstract class TranslatedCall
{
    private long inputTokens;

    /// <summary>The upstream's body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Tokens of <see cref="Body"/>, estimated; from 1.</summary>
    public long InputTokens => inputTokens > 0 ? inputTokens : inputTokens = TokenEstimate.OfBody(Body.Span);

    /// <summary>Whether the client wants a stream; the upstream is asked for the same.</summary>
    public required bool IsStream { get; init; }

    /// <summary>A translator for one answer. The upstream may answer a stream request with one JSON body, and the other way round: <paramref name="isEventStream"/> says what its content type is.</summary>
    public abstract IAnswerTranslator CreateAnswer(bool isEventStream);
}
