using System.Text.Json;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>Reads a Responses endpoint's answer in one body.</summary>
internal sealed class ResponsesBodyReader(IAnswerSink sink) : IAnswerReader
{
    private readonly JsonSplice body = new();

    public void Read(ReadOnlySpan<byte> upstream) => body.Raw(upstream);

    public void End(bool isTorn)
    {
        if (isTorn)
        {
            sink.End(isProper: false);
            return;
        }

        try
        {
            if (!ResponsesEnding.Read(body.Written, sink, new ResponsesOutputReader(sink)))
                sink.Fail(new UpstreamError(0, null, UpstreamFault.NotUnderstood.Message));
        }
        catch (JsonException)
        {
            sink.Fail(new UpstreamError(0, null, UpstreamFault.NotUnderstood.Message));
        }
        finally
        {
            body.Clear();
        }
    }
}
