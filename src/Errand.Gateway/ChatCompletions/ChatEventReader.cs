using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Reads a Chat Completions endpoint's stream.</summary>
internal sealed class ChatEventReader(IAnswerSink sink) : EventStreamReader(sink)
{
    private readonly ChatDocument document = new(sink);

    /// <summary>Some servers end without a mark; then why the choice ended is one.</summary>
    protected override bool IsWhole => document.HasFinish;

    protected override void Take(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty)
            document.ReadChunk(data);
    }

    protected override void Done() => Finish(isProper: true);
}
