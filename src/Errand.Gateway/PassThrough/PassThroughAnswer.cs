using System.Buffers;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.PassThrough;

/// <summary>Passes an answer on as it is when it has the form that the client asked for, else brings it into that form.</summary>
/// <param name="isStream">What the client asked for.</param>
/// <param name="make">Makes the translator for the form that came.</param>
/// <param name="requestTokens">Tokens of the request, estimated.</param>
internal sealed class PassThroughAnswer(bool isStream, Func<AnswerForm, IAnswerTranslator> make, long requestTokens) : IAnswerTranslator
{
    private IAnswerTranslator? inner;

    public bool HasStarted => inner is { HasStarted: true };

    public bool HasEnded => inner is { HasEnded: true };

    public GatewayFault? Fault => inner?.Fault;

    public TokenUsage Usage => inner?.Usage ?? new AnswerUsage(requestTokens).Current;

    public void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client)
    {
        if (inner is null)
        {
            var form = AnswerForms.Recognize(ref upstream);
            if (form == AnswerForm.Unknown)
                return;
            inner = make(form);
        }

        inner.Read(upstream, client);
    }

    public void End(bool isTorn, IBufferWriter<byte> client) => Inner.End(isTorn, client);

    public void Fail(GatewayFault fault, IBufferWriter<byte> client) => Inner.Fail(fault, client);

    private IAnswerTranslator Inner => inner ??= make(isStream ? AnswerForm.Stream : AnswerForm.Body);
}
