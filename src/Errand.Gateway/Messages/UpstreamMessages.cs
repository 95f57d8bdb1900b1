using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>
/// Turns as Anthropic wants its messages: user and assistant take turns, the user begins and ends, results stand first, no block is empty.
/// Later words of the system become the user's, because only a beta takes them where they stand.
/// </summary>
internal static class UpstreamMessages
{
    private static readonly TextPart GoOn = new(new JsonText("Continue."u8.ToArray()));

    public static List<Turn> Of(List<Turn> turns, int head)
    {
        var messages = new List<Turn>(turns.Count - head + 1);
        for (int at = head; at < turns.Count; at++)
        {
            var role = turns[at].Role == TurnRole.Assistant ? TurnRole.Assistant : TurnRole.User;
            var parts = Kept(turns[at].Parts, role);
            if (parts.Count == 0)
                continue;
            if (messages.Count == 0 && role == TurnRole.Assistant)
                messages.Add(new Turn(TurnRole.User, [GoOn]));
            if (messages is [.., { } last] && last.Role == role)
                messages[^1] = new Turn(role, [.. last.Parts, .. parts]);
            else
                messages.Add(new Turn(role, parts));
        }

        if (messages is not [.., { Role: TurnRole.User }])
            messages.Add(new Turn(TurnRole.User, [GoOn]));
        return messages;
    }

    /// <summary>Whether a text is nothing but white space, which Anthropic refuses.</summary>
    public static bool IsBlank(JsonText text)
    {
        var rest = text.Escaped.Span;
        while (!rest.IsEmpty)
        {
            if (rest[0] is (byte)' ' or (byte)'\t')
                rest = rest[1..];
            else if (rest is [(byte)'\\', (byte)'n' or (byte)'r' or (byte)'t', ..])
                rest = rest[2..];
            else
                return false;
        }

        return true;
    }

    /// <summary>A thought that Anthropic made itself and can read again; null for any other.</summary>
    public static ReasoningSeal? OwnSeal(ReasoningPart reasoning) =>
        ReasoningSeal.Read(reasoning.Seal) is { Origin: SealOrigin.AnthropicSignature or SealOrigin.AnthropicRedacted, Inner.IsEmpty: false } seal ? seal : null;

    private static List<Part> Kept(IReadOnlyList<Part> parts, TurnRole role)
    {
        var kept = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            bool isKept = part switch
            {
                TextPart text => !IsBlank(text.Text),
                ReasoningPart reasoning => OwnSeal(reasoning) is not null,
                ImagePart => role == TurnRole.User,
                _ => true,
            };
            if (isKept)
                kept.Add(part);
        }

        return kept;
    }
}
