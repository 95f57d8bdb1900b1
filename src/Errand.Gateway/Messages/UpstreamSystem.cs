using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>The head of a conversation as Anthropic's <c>system</c> list.</summary>
internal static class UpstreamSystem
{
    public static bool HasText(List<Turn> turns, int head)
    {
        for (int at = 0; at < head; at++)
        {
            foreach (var part in turns[at].Parts)
            {
                if (part is TextPart text && !UpstreamMessages.IsBlank(text.Text))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Writes a block for each text. The last one marks what stands before it, tools included, for the prompt cache, which is off here unless asked for.</summary>
    public static void Write(JsonSplice output, List<Turn> turns, int head)
    {
        output.Raw((byte)'[');
        bool isFirst = true;
        for (int at = 0; at < head; at++)
        {
            foreach (var part in turns[at].Parts)
            {
                if (part is not TextPart text || UpstreamMessages.IsBlank(text.Text))
                    continue;
                output.Raw(isFirst ? "{\"type\":\"text\",\"text\":"u8 : "},{\"type\":\"text\",\"text\":"u8);
                isFirst = false;
                output.Quoted(text.Text.Escaped.Span);
            }
        }

        output.Raw(",\"cache_control\":{\"type\":\"ephemeral\"}}]"u8);
    }
}
