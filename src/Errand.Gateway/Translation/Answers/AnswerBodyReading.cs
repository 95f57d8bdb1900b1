namespace Errand.Gateway.Translation.Answers;

/// <summary>Reads an answer in one body and tells it to its end, which may be a failure.</summary>
/// <exception cref="System.Text.Json.JsonException">The body is not JSON; nothing was told then.</exception>
internal delegate void AnswerBodyReading(ReadOnlySpan<byte> body, IAnswerSink sink);
