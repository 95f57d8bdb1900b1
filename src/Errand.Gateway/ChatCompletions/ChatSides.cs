using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.ChatCompletions;

/// <summary>The upstream's half of Chat Completions.</summary>
internal static class ChatSides
{
    public static UpstreamSide Upstream { get; } = new(
        ChatRequestWriter.Write,
        sink => new AnswerFormReader(sink, new ChatEventReader(sink), ChatAnswerBody.Read));
}
