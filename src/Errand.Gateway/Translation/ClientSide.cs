using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Translation;

/// <summary>The client's half of a translation.</summary>
/// <param name="Dialect">What the client speaks.</param>
/// <param name="ReadRequest">Reads its request.</param>
/// <param name="CreateWriter">Makes a writer of one answer: a stream if the last argument says so, else one body.</param>
internal sealed record ClientSide(
    ClientDialect Dialect,
    Func<ReadOnlyMemory<byte>, ModelCall> ReadRequest,
    Func<JsonSplice, AnswerContext, bool, IAnswerWriter> CreateWriter);
