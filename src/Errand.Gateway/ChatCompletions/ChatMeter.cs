using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Looks at an answer that is passed through: what it used, whether it says anything yet, whether it failed.</summary>
/// <param name="requestTokens">Tokens of the request, estimated.</param>
internal sealed class ChatMeter(long requestTokens) : IAnswerSink
{
    private AnswerUsage usage = new(requestTokens);

    public TokenUsage Current => usage.Current;

    public bool HasContent { get; private set; }

    /// <summary>How often usage was reported.</summary>
    public int Reports { get; private set; }

    public GatewayFault? Fault { get; private set; }

    public void Reasoning(ReadOnlySpan<byte> escaped) => Seen(escaped, BlockKind.Reasoning);

    public void ReasoningSeal(ReadOnlySpan<byte> escaped)
    {
    }

    public void Text(ReadOnlySpan<byte> escaped) => Seen(escaped, BlockKind.Text);

    public void ToolCall(in ToolCallDelta delta)
    {
        HasContent = true;
        Seen(delta.Arguments, BlockKind.ToolCall);
        Seen(delta.ArgumentsValue, BlockKind.ToolCall);
    }

    public void Finish(FinishReason reason) => HasContent = true;

    public void Usage(in TokenUsage usage)
    {
        Reports++;
        this.usage.Report(usage);
    }

    public void Fail(UpstreamError error) => Fail(UpstreamFault.Of(error));

    public void Fail(GatewayFault fault) => Fault ??= fault;

    public void End(bool isProper)
    {
    }

    private void Seen(ReadOnlySpan<byte> escaped, BlockKind kind)
    {
        if (escaped.IsEmpty)
            return;

        HasContent = true;
        usage.Seen(escaped.Length, kind);
    }
}
