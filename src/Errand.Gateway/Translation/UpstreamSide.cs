using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Translation;

/// <summary>The upstream's half of a translation.</summary>
/// <param name="WriteRequest">Writes its request.</param>
/// <param name="CreateReader">Makes a reader of one answer: a stream if the last argument says so, else one body.</param>
internal sealed record UpstreamSide(
    Func<ModelCall, ModelTarget, ToolNameMap, byte[]> WriteRequest,
    Func<IAnswerSink, bool, IAnswerReader> CreateReader);
