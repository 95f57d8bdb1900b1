namespace Errand.Gateway.Translation.Answers;

/// <summary>Reads an upstream's answer in its protocol, stream or body, and tells an <see cref="IAnswerSink"/>.</summary>
internal interface IAnswerReader
{
    void Read(ReadOnlySpan<byte> upstream);

    /// <param name="isTorn">True if the connection broke instead of ending.</param>
    void End(bool isTorn);
}
