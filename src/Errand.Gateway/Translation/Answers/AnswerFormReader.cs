using System.Text.Json;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Reads an answer as the stream or the body that its first byte says it is: content types of compatible servers are often wrong.</summary>
/// <param name="sink">Is told the answer.</param>
/// <param name="stream">Reads one that is a stream.</param>
/// <param name="readBody">Reads one that is a body, to its end.</param>
internal sealed class AnswerFormReader(IAnswerSink sink, IAnswerReader stream, AnswerBodyReading readBody) : IAnswerReader
{
    private readonly JsonSplice body = new();
    private AnswerForm form;
    private bool hasFailed;

    public void Read(ReadOnlySpan<byte> upstream)
    {
        if (hasFailed)
            return;
        if (form == AnswerForm.Unknown)
            form = AnswerForms.Recognize(ref upstream);

        if (form == AnswerForm.Stream)
            stream.Read(upstream);
        else if (form == AnswerForm.Body)
            body.Raw(upstream);
        else if (form == AnswerForm.Foreign)
            Fail(UpstreamFault.NotUnderstood);
        if (body.Length > SseReader.MaxEventBytes)
            Fail(UpstreamFault.TooLong);
    }

    public void End(bool isTorn)
    {
        if (hasFailed)
            return;
        if (form == AnswerForm.Body)
            EndBody(isTorn);
        else
            stream.End(isTorn);
    }

    private void EndBody(bool isTorn)
    {
        try
        {
            readBody(body.Written, sink);
        }
        catch (JsonException)
        {
            if (isTorn || JsonScan.IsCut(body.Written))
                sink.End(isProper: false);
            else
                sink.Fail(UpstreamFault.NotUnderstood);
        }
        finally
        {
            body.Clear();
        }
    }

    private void Fail(UpstreamError error)
    {
        hasFailed = true;
        body.Clear();
        sink.Fail(error);
    }
}
