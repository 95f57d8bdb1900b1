using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Translation;

/// <summary>The upstream's half of a translation.</summary>
/// <param name="WriteRequest">Writes its request; the number is the size of the client's.</param>
/// <param name="CreateReader">Makes a reader of one answer, whatever its form.</param>
internal sealed record UpstreamSide(
    Func<ModelCall, ModelTarget, ToolNameMap, int, ReadOnlyMemory<byte>> WriteRequest,
    Func<IAnswerSink, IAnswerReader> CreateReader);
