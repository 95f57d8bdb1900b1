using System.Buffers;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Passes an answer on as it is when it has the form that the client asked for, else brings it into that form.</summary>
internal sealed class ChatPassAnswer(AnswerContext context, bool isStream, bool wantsUsage) : IAnswerTranslator
{
    private IAnswerTranslator? inner;

    public bool HasStarted => inner is { HasStarted: true };

    public bool HasEnded => inner is { HasEnded: true };

    public GatewayFault? Fault => inner?.Fault;

    public TokenUsage Usage => inner?.Usage ?? new AnswerUsage(context.RequestTokens).Current;

    public void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client)
    {
        if (inner is null)
        {
            var form = AnswerForms.Recognize(ref upstream);
            if (form == AnswerForm.Unknown)
                return;

            inner = Made(form);
        }

        inner.Read(upstream, client);
    }

    public void End(bool isTorn, IBufferWriter<byte> client) => Inner.End(isTorn, client);

    public void Fail(GatewayFault fault, IBufferWriter<byte> client) => Inner.Fail(fault, client);

    private IAnswerTranslator Inner => inner ??= Made(isStream ? AnswerForm.Stream : AnswerForm.Body);

    private IAnswerTranslator Made(AnswerForm form)
    {
        if (form == (isStream ? AnswerForm.Stream : AnswerForm.Body))
            return ChatPassTranslator.Create(context, isStream, wantsUsage);

        var output = new JsonSplice();
        var shaper = new AnswerShaper(isStream ? new ChatStreamWriter(output, context, wantsUsage) : new ChatBodyWriter(output, context), context);
        return new AnswerTranslator(ChatSides.Upstream.CreateReader(shaper), shaper, output);
    }
}
